export {
  type ContentFormat,
  CreateDocument,
  contentFormats,
  DeletedDocument,
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
  Trash,
} from "./api.ts";
export {
  AccessRequest,
  AskForAccess,
  ChangeLink,
  DocumentAccess,
  Entered,
  EnterLink,
  everyone,
  GiveAccess,
  type GivenRole,
  GroupAccess,
  givenRoles,
  InvitedToDocument,
  InviteToDocument,
  LinkAccess,
  type LinkRole,
  LookAtShare,
  linkRoles,
  MakeLink,
  PersonAccess,
  SetInherits,
  ShareLookedAt,
  TransferDocument,
} from "./api-access.ts";
export {
  AcceptInvitation,
  Account,
  AccountProvider,
  AccountProviderList,
  ChangeAccount,
  ChangeColleague,
  ChangePassword,
  Colleague,
  ColleagueList,
  Confirm,
  ConfirmSecondFactor,
  DeleteColleague,
  Email,
  ForgotPassword,
  Group,
  GroupList,
  Invitation,
  InvitationList,
  Invite,
  LinkLookedAt,
  LookAtLink,
  NewInvitation,
  PasswordLink,
  ProviderAddress,
  ResetPassword,
  SecondFactorOffer,
  Session,
  SessionList,
  SignIn,
  SignInState,
  SpareCodes,
  type Standing,
  standings,
  WriteGroup,
} from "./api-accounts.ts";
export {
  type AuditAction,
  AuditDownloadQuery,
  AuditEntry,
  AuditPage,
  AuditQuery,
  auditActions,
  auditFormats,
  auditPageSize,
} from "./api-audit.ts";
export { AccountExport } from "./api-export.ts";
export {
  CopyFile,
  DocumentFile,
  FileQuery,
  FileSpace,
  fileHashPattern,
  RemoteFile,
  UploadQuery,
} from "./api-files.ts";
export {
  ApiToken,
  ApiTokenList,
  BeginPasskey,
  MakeApiToken,
  MakePasskey,
  NewApiToken,
  Passkey,
  PasskeyList,
  PasskeyOptions,
  RenamePasskey,
  SignInByPasskey,
  type TokenScope,
  tokenScopes,
} from "./api-keys.ts";
export { OpenedLine, OpenLine, RefusedLine } from "./api-lines.ts";
export { type AwarenessEntry, decodeAwareness, encodeAwareness } from "./awareness-entry.ts";
export { CloseCode, isFinal, mayOnlyRead } from "./close-code.ts";
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
export { cleanName, colorOfHue, hueCount, maxNameLength, picturePattern } from "./names.ts";
export { pageOwnerHeader, pageOwnerParam } from "./page-owner.ts";
export { passwordLength } from "./password-length.ts";
export { Person } from "./person.ts";
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
export { type SignInProblem, signInProblems } from "./sign-in-problem.ts";
export { protocolsFor, quireProtocol, tokenAmong } from "./token-protocol.ts";
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
