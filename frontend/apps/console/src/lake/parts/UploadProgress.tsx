import { useFormat, useWords } from '@gridloop/i18n';
import { Facts, Loaded, Loading, Stack } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';

import { batchOfFile } from '../batches';
import { BatchStateMark } from './BatchStateMark';

/** What became of a file that was handed in. */
export function UploadProgress({ sha256, fileName }: { sha256: string; fileName: string }) {
  const t = useWords('lake');
  const format = useFormat();
  const batch = useQuery(batchOfFile(sha256));
  return (
    <div aria-live="polite">
      <Loaded query={batch}>
        {(found) =>
          found ? (
            <Facts
              facts={[
                { label: t('batch.file'), value: <Link to={`/lake/batches/${found.id}`}>{found.file_name}</Link> },
                { label: t('batch.state'), value: <BatchStateMark state={found.state} /> },
                { label: t('batch.read'), value: format.count(found.rows_read) },
                { label: t('batch.loaded'), value: format.count(found.rows_loaded) },
                { label: t('batch.quarantined'), value: format.count(found.rows_quarantined) },
                ...(found.error ? [{ label: t('batch.error'), value: `${found.error.text} ${found.error.mend}` }] : []),
              ]}
            />
          ) : (
            <Stack>
              <p>{t('upload.waiting', { file: fileName })}</p>
              <Loading rows={2} />
            </Stack>
          )
        }
      </Loaded>
    </div>
  );
}
