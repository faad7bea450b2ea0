export {
  type ContentFormat,
  CreateDocument,
  contentFormats,
  DocumentDetail,
  DocumentList,
  DocumentListQuery,
  DocumentSummary,
  ErrorBody,
  type LibraryEvent,
  Me,
  maxImportBytes,
  maxTitleLength,
  RenameDocument,
  RenameMe,
  ResetDocument,
} from "./api.ts";
export {
  CopyFile,
  DocumentFile,
  FileQuery,
  FileSpace,
  fileHashPattern,
  RemoteFile,
  UploadQuery,
} from "./api-files.ts";
export { OpenedLine, OpenLine, RefusedLine } from "./api-lines.ts";
export { type AwarenessEntry, decodeAwareness, encodeAwareness } from "./awareness-entry.ts";
export { CloseCode, isFinal } from "./close-code.ts";
export {
  type DocumentId,
  documentIdPattern,
  maxRoomNameBytes,
  parseDocumentId,
  parseRoomName,
} from "./document-id.ts";
export {
  addressed,
  addressOf,
  decodeHocuspocus,
  encodeAddress,
  encodeHocuspocus,
  type HocuspocusFrame,
  type HocuspocusScope,
  hocuspocusKeepalive,
} from "./hocuspocus.ts";
export { maxAddressBytes, nameInAddress } from "./hocuspocus-address.ts";
export {
  decodeMessage,
  encodeMessage,
  keepaliveFrame,
  MalformedMessage,
  type Message,
  maxMessageBytes,
} from "./message.ts";
export { cleanName, colorOfHue, hueCount, maxNameLength, Person } from "./person.ts";
export { allows, type Role, roles } from "./role.ts";
export {
  booleanShape,
  integerShape,
  listShape,
  nullableShape,
  nullShape,
  type ObjectShape,
  objectShape,
  type Shape,
  type ShapeOf,
  textShape,
  wordShape,
} from "./shape.ts";
export {
  encodeClose,
  encodeFrames,
  MalformedFrames,
  maxFramesBytes,
  opcodes,
  pingFrame,
  readClose,
  readFrames,
  type WireFrame,
} from "./wire-frame.ts";
