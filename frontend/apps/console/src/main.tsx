import '@gridloop/ui/base.css';

import { createQueryCache, setRequestLanguage } from '@gridloop/api';
import { declareLanguage, preferredLanguage, startWords } from '@gridloop/i18n';
import { AppTheme, uiWords } from '@gridloop/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { Gate } from './shell/Gate';
import { consoleWords } from './words';

const language = preferredLanguage();
startWords(language, uiWords, consoleWords);
declareLanguage(language);
setRequestLanguage(language);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={createQueryCache()}>
      <AppTheme>
        <Gate />
      </AppTheme>
    </QueryClientProvider>
  </StrictMode>,
);
