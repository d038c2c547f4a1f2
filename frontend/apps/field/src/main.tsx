import '@gridloop/ui/base.css';
import './field.css';

import { setRequestLanguage } from '@gridloop/api';
import { declareLanguage, preferredLanguage, startWords } from '@gridloop/i18n';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './shell/App';
import { keepAppOnPhone } from './shell/keep-app';
import { applyTextSize } from './parts/text-size';
import { fieldWords } from './words';

const language = preferredLanguage();
startWords(language, fieldWords);
declareLanguage(language);
setRequestLanguage(language);
applyTextSize();
keepAppOnPhone();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
