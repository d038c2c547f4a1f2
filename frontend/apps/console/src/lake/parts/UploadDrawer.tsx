import { useLanguage, useWords } from '@gridloop/i18n';
import { FileChoice, FormPanel, Stack } from '@gridloop/ui';
import { Drawer, Form, Input } from 'antd';
import { useState } from 'react';

import { useUploadFile, type Feed } from '../feeds';
import { feedFiles } from '../tableFiles';
import { UploadProgress } from './UploadProgress';

interface Delivery {
  business_date?: string;
}

/** Hands one file of a feed in by hand, and follows it until it is loaded. */
export function UploadDrawer({ feed, onClose }: { feed: Feed; onClose: () => void }) {
  const t = useWords('lake');
  const language = useLanguage();
  const send = useUploadFile(feed.feed);
  const [file, setFile] = useState<File | null>(null);
  const name = language === 'zh' ? feed.title_zh : feed.title_en;
  return (
    <Drawer open onClose={onClose} size="min(480px, 100vw)" title={t('upload.title', { feed: name })}>
      <Stack>
        <p>{t('upload.lead', { format: feed.format, pattern: feed.file_pattern })}</p>
        {send.data ? (
          <UploadProgress
            jobId={send.data.job_id}
            feed={feed.feed}
            onClose={onClose}
            onAgain={() => {
              setFile(null);
              send.reset();
            }}
          />
        ) : (
          <FormPanel<Delivery>
            verb={t('upload.send')}
            busy={send.isPending}
            error={send.error}
            onSubmit={({ business_date }) => file && send.mutate({ file, businessDate: business_date })}
            onCancel={onClose}
          >
            <Form.Item label={t('upload.file')} htmlFor="feed-file" required>
              <FileChoice
                id="feed-file"
                label={t('upload.choose')}
                accept={feedFiles(feed.format, feed.file_pattern)}
                file={file}
                required
                onChoose={setFile}
              />
            </Form.Item>
            <Form.Item name="business_date" label={t('upload.businessDate')} extra={t('upload.businessDateHint')}>
              <Input type="date" />
            </Form.Item>
          </FormPanel>
        )}
      </Stack>
    </Drawer>
  );
}
