import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const BACK_END = process.env.GRIDLOOP_BACK_END ?? 'http://127.0.0.1:8000';

// The back end must see the host that the browser asked: it compares it with the page's when something is written.
const proxy = { target: BACK_END, changeOrigin: false };

export default defineConfig({
  base: '/',
  plugins: [react()],
  // MapLibre's worker is an ES module; in any other format the map stays blank.
  worker: { format: 'es' },
  server: { port: 5173, proxy: { '/api': proxy, '/healthz': proxy, '/field': proxy } },
  build: { target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 1200 },
});
