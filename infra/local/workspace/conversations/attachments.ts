import * as z from 'zod';
import type { Attachment } from './conversation-store.ts';

const MOST = 10;

/** `attachment_urls` and `attachment_files` of a message, read into the attachments that it then has. */
export const attachmentsSchema = z
  .object({
    attachment_urls: z.array(z.string()).max(MOST).optional(),
    attachment_files: z
      .array(z.object({ content_type: z.string(), data: z.string(), name: z.string() }))
      .max(MOST)
      .optional(),
  })
  .transform(({ attachment_urls = [], attachment_files = [] }) => ({
    attachments: [
      ...attachment_urls.map((url) => attachment(nameOf(url), url, 'application/octet-stream', 0)),
      ...attachment_files.map(({ name, content_type, data }) =>
        // The emulator keeps no files: the address says what it was.
        attachment(
          name,
          `https://files.example.test/${encodeURIComponent(name)}`,
          content_type,
          sizeOf(data),
        ),
      ),
    ],
  }));

function attachment(name: string, url: string, contentType: string, filesize: number): Attachment {
  // What is no image has no size; the description asks for two integers all the same.
  return { type: 'upload', name, url, content_type: contentType, filesize, width: 0, height: 0 };
}

function nameOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1) || 'attachment';
}

function sizeOf(base64: string): number {
  return Buffer.byteLength(base64, 'base64');
}
