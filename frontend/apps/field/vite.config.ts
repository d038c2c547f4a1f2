import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const BACK_END = process.env.GRIDLOOP_BACK_END ?? 'http://127.0.0.1:8000';
const LARGEST_FILE = 1_500_000;

export default defineConfig({
  base: '/field/',
  plugins: [
    react(),
    // Keeps the app itself on the phone, and nothing else: data lives in our own store.
    VitePWA({
      registerType: 'autoUpdate',
      injectRegister: null,
      manifest: {
        name: 'Gridloop',
        short_name: 'Gridloop',
        lang: 'zh-CN',
        start_url: '/field/',
        scope: '/field/',
        display: 'standalone',
        orientation: 'portrait',
        background_color: '#f3f6f8',
        theme_color: '#084b5a',
        icons: [
          { src: 'icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
          { src: 'icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any maskable' },
        ],
      },
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg}', 'icon-192.png'],
        maximumFileSizeToCacheInBytes: LARGEST_FILE,
        navigateFallback: '/field/index.html',
        cleanupOutdatedCaches: true,
        clientsClaim: true,
        skipWaiting: true,
      },
    }),
  ],
  // MapLibre's worker is an ES module; in any other format the map stays blank.
  worker: { format: 'es' },
  server: { port: 5174, proxy: { '/api': BACK_END } },
  build: {
    target: 'es2022',
    sourcemap: false,
    chunkSizeWarningLimit: 1200,
    // What changes rarely has files of its own, so that a new version is a small download.
    rolldownOptions: {
      output: {
        advancedChunks: {
          groups: [
            { name: 'maplibre', test: /node_modules[\\/]maplibre-gl/ },
            { name: 'libraries', test: /node_modules[\\/](react|react-dom|react-router|scheduler|dexie|i18next|react-i18next)[\\/]/ },
          ],
        },
      },
    },
  },
});
