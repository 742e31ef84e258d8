/** 预览 of attachments: how far the server has got with one, and where its pages are. */
import { api, unwrap, type Schemas } from "@/api/client";

export type Preview = Schemas["PreviewOut"];

/** What the file hangs on, and the file. */
export interface Place {
  kind: string;
  subject: string;
  file: string;
}

const path = ({ kind, subject, file }: Place) => ({
  kind,
  subject_id: subject,
  attachment_id: file,
});

export const readPreview = (place: Place): Promise<Preview> =>
  unwrap(
    api.GET("/api/files/{kind}/{subject_id}/{attachment_id}/preview", {
      params: { path: path(place) },
    }),
  );

export const previewPage = ({ kind, subject, file }: Place, page: number): string =>
  `/api/files/${kind}/${subject}/${file}/preview/pages/${page}`;
