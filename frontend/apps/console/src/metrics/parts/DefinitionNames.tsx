import { useWords } from '@gridloop/i18n';
import { Form, Input } from 'antd';

interface Props {
  /** A code is chosen once. */
  known: boolean;
  /** The field that says what it means, in both languages. */
  meaning: 'formula' | 'description';
  labels: { zh: string; en: string };
}

/** What a tag and an indicator are called, and what they mean. */
export function DefinitionNames({ known, meaning, labels }: Props) {
  const t = useWords('metrics');
  const need = [{ required: true, message: t('define.need') }];
  return (
    <>
      <Form.Item name="code" label={t('define.code')} rules={need}>
        <Input disabled={known} maxLength={40} spellCheck={false} />
      </Form.Item>
      <Form.Item name={['names', 'zh']} label={t('define.nameZh')} rules={need}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name={['names', 'en']} label={t('define.nameEn')} extra={t('define.englishLater')}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name={[meaning, 'zh']} label={labels.zh} rules={need}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name={[meaning, 'en']} label={labels.en} extra={t('define.englishLater')}>
        <Input maxLength={200} />
      </Form.Item>
    </>
  );
}
