import './antd.css';

import { useLanguage } from '@gridloop/i18n';
import { App, ConfigProvider, type ThemeConfig } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import type { ReactNode } from 'react';

import { fontFamily, tokens } from './tokens';

const theme: ThemeConfig = {
  token: {
    colorPrimary: tokens.accent,
    colorLink: tokens.accent,
    colorInfo: tokens.accent,
    colorError: tokens.attention,
    colorText: tokens.ink,
    colorTextSecondary: tokens.inkSoft,
    colorTextTertiary: tokens.inkFaint,
    colorTextDescription: tokens.inkSoft,
    colorTextPlaceholder: tokens.inkFaint,
    colorBorder: '#8e9ba5',
    colorBorderSecondary: tokens.line,
    colorSplit: tokens.line,
    colorBgLayout: tokens.ground,
    borderRadius: 4,
    fontFamily,
    fontSize: 14,
    wireframe: false,
  },
  components: {
    Tree: { nodeSelectedBg: tokens.accentSoft, nodeSelectedColor: tokens.accentStrong },
    Table: {
      headerBg: tokens.ground,
      headerColor: tokens.inkSoft,
      cellPaddingBlockSM: 7,
      headerBorderRadius: 0,
      bodySortBg: 'transparent',
      headerSortActiveBg: tokens.ground,
    },
    Tabs: { horizontalMargin: '0' },
    Drawer: { paddingLG: 20 },
  },
};

/** Gives every Ant Design part our look, the reader's language, and messages that follow both. */
export function AppTheme({ children }: { children: ReactNode }) {
  const locale = useLanguage() === 'zh' ? zhCN : enUS;
  return (
    <ConfigProvider theme={theme} locale={locale} button={{ autoInsertSpace: false }}>
      <App component={false}>{children}</App>
    </ConfigProvider>
  );
}
