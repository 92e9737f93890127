// What a message view tells, beside its looks.
import { t } from "./texts.js";

// Within its chat; messages for one person have numbers of their own.
export const idOf = (view) => (view.ephemeral_id === null ? view.message_id : `e${view.ephemeral_id}`);

// What only one person sees is seen by who wrote it, too.
export const isFor = (view, me) => view.receiver_id === null || [view.receiver_id, view.from?.id].includes(me);

// Of its bubble: an album's messages share one.
export const keyOf = (view) => (view.media_group_id ? `g${view.media_group_id}` : `m${idOf(view)}`);

// In a line, for a reply or a list.
export const summary = (view) => view.text || t(view.media?.kind === "document" ? "file" : "photo");
