# SPDX-License-Identifier: ISC
# Made by python/bindgen.py from libe2e/api.json; change the schemas in tl.
"""A class for each constructor of the schemas.

Fields are given by name.  One that may be missing is None then; a flag without a field is a bool.
unknown_flags are the bits of flags that the schema does not have.  Strings of peers need not be
UTF-8: other bytes are lone surrogates (as os.fsdecode() makes them) and are written as they came.
"""
from typing import ClassVar, Optional, Tuple

from e2e._object import Media, Method, TLObject, by_name

__all__ = [
    "BoolFalse", "BoolTrue", "DecryptedMessage", "DecryptedMessage17",
    "DecryptedMessage45", "DecryptedMessage73", "DecryptedMessage8",
    "DecryptedMessageActionAbortKey", "DecryptedMessageActionAcceptKey",
    "DecryptedMessageActionCommitKey", "DecryptedMessageActionDeleteMessages",
    "DecryptedMessageActionFlushHistory", "DecryptedMessageActionNoop",
    "DecryptedMessageActionNotifyLayer", "DecryptedMessageActionReadMessages",
    "DecryptedMessageActionRequestKey", "DecryptedMessageActionResend",
    "DecryptedMessageActionScreenshotMessages", "DecryptedMessageActionSetMessageTtl",
    "DecryptedMessageActionTyping", "DecryptedMessageLayer", "DecryptedMessageMediaAudio",
    "DecryptedMessageMediaAudio17", "DecryptedMessageMediaAudio8",
    "DecryptedMessageMediaContact", "DecryptedMessageMediaDocument",
    "DecryptedMessageMediaDocument143", "DecryptedMessageMediaDocument45",
    "DecryptedMessageMediaDocument8", "DecryptedMessageMediaEmpty",
    "DecryptedMessageMediaExternalDocument", "DecryptedMessageMediaGeoPoint",
    "DecryptedMessageMediaPhoto", "DecryptedMessageMediaPhoto45",
    "DecryptedMessageMediaPhoto8", "DecryptedMessageMediaVenue",
    "DecryptedMessageMediaVideo", "DecryptedMessageMediaVideo17",
    "DecryptedMessageMediaVideo45", "DecryptedMessageMediaVideo8",
    "DecryptedMessageMediaWebPage", "DecryptedMessageService", "DecryptedMessageService17",
    "DecryptedMessageService8", "DocumentAttributeAnimated", "DocumentAttributeAudio",
    "DocumentAttributeAudio23", "DocumentAttributeAudio45", "DocumentAttributeAudio46",
    "DocumentAttributeFilename", "DocumentAttributeImageSize", "DocumentAttributeSticker",
    "DocumentAttributeSticker23", "DocumentAttributeSticker45", "DocumentAttributeVideo",
    "DocumentAttributeVideo23", "DocumentAttributeVideo66", "EncryptedChat",
    "EncryptedChatDiscarded", "EncryptedChatEmpty", "EncryptedChatRequested",
    "EncryptedChatWaiting", "EncryptedFile", "EncryptedFileEmpty", "EncryptedMessage",
    "EncryptedMessageService", "FileLocation", "FileLocationUnavailable",
    "InputEncryptedChat", "InputEncryptedFile", "InputEncryptedFileBigUploaded",
    "InputEncryptedFileEmpty", "InputEncryptedFileLocation", "InputEncryptedFileUploaded",
    "InputStickerSetEmpty", "InputStickerSetShortName", "InputUser",
    "MessageEntityBankCard", "MessageEntityBlockquote", "MessageEntityBold",
    "MessageEntityBotCommand", "MessageEntityCashtag", "MessageEntityCode",
    "MessageEntityCustomEmoji", "MessageEntityEmail", "MessageEntityHashtag",
    "MessageEntityItalic", "MessageEntityMention", "MessageEntityMentionName",
    "MessageEntityPhone", "MessageEntityPre", "MessageEntitySpoiler",
    "MessageEntityStrike", "MessageEntityTextUrl", "MessageEntityUnderline",
    "MessageEntityUnknown", "MessageEntityUrl", "MessagesAcceptEncryption",
    "MessagesDhConfig", "MessagesDhConfigNotModified", "MessagesDiscardEncryption",
    "MessagesGetDhConfig", "MessagesReadEncryptedHistory", "MessagesReceivedQueue",
    "MessagesReportEncryptedSpam", "MessagesRequestEncryption", "MessagesSendEncrypted",
    "MessagesSendEncryptedFile", "MessagesSendEncryptedService",
    "MessagesSentEncryptedFile", "MessagesSentEncryptedMessage",
    "MessagesSetEncryptedTyping", "MessagesUploadEncryptedFile", "PhotoCachedSize",
    "PhotoSize", "PhotoSizeEmpty", "SendMessageCancelAction",
    "SendMessageChooseContactAction", "SendMessageGeoLocationAction",
    "SendMessageRecordAudioAction", "SendMessageRecordRoundAction",
    "SendMessageRecordVideoAction", "SendMessageTypingAction",
    "SendMessageUploadAudioAction", "SendMessageUploadDocumentAction",
    "SendMessageUploadPhotoAction", "SendMessageUploadRoundAction",
    "SendMessageUploadVideoAction", "TypeBool", "TypeDecryptedMessage",
    "TypeDecryptedMessageAction", "TypeDecryptedMessageLayer", "TypeDecryptedMessageMedia",
    "TypeDocumentAttribute", "TypeEncryptedChat", "TypeEncryptedFile",
    "TypeEncryptedMessage", "TypeFileLocation", "TypeInputEncryptedChat",
    "TypeInputEncryptedFile", "TypeInputFileLocation", "TypeInputStickerSet",
    "TypeInputUser", "TypeMessageEntity", "TypeMessagesDhConfig",
    "TypeMessagesSentEncryptedMessage", "TypePhotoSize", "TypeSendMessageAction",
    "TypeUpdate", "UpdateEncryptedChatTyping", "UpdateEncryptedMessagesRead",
    "UpdateEncryption", "UpdateNewEncryptedMessage"
]


class TypeDecryptedMessage(TLObject):
    """DecryptedMessage"""


class TypeDecryptedMessageMedia(Media):
    """DecryptedMessageMedia"""


class TypeDecryptedMessageAction(TLObject):
    """DecryptedMessageAction"""


class TypeDecryptedMessageLayer(TLObject):
    """DecryptedMessageLayer"""


class TypeSendMessageAction(TLObject):
    """SendMessageAction"""


class TypeDocumentAttribute(TLObject):
    """DocumentAttribute"""


class TypePhotoSize(TLObject):
    """PhotoSize"""


class TypeFileLocation(TLObject):
    """FileLocation"""


class TypeMessageEntity(TLObject):
    """MessageEntity"""


class TypeInputStickerSet(TLObject):
    """InputStickerSet"""


class TypeBool(TLObject):
    """Bool"""


class TypeInputUser(TLObject):
    """InputUser"""


class TypeInputEncryptedChat(TLObject):
    """InputEncryptedChat"""


class TypeEncryptedChat(TLObject):
    """EncryptedChat"""


class TypeEncryptedFile(TLObject):
    """EncryptedFile"""


class TypeInputEncryptedFile(TLObject):
    """InputEncryptedFile"""


class TypeInputFileLocation(TLObject):
    """InputFileLocation"""


class TypeEncryptedMessage(TLObject):
    """EncryptedMessage"""


class TypeMessagesDhConfig(TLObject):
    """messages.DhConfig"""


class TypeMessagesSentEncryptedMessage(TLObject):
    """messages.SentEncryptedMessage"""


class TypeUpdate(TLObject):
    """Update"""


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessage8(TypeDecryptedMessage):
    """A message of layer 8, without a wrapper around it. (layer 8)

        decryptedMessage#1f814f1f random_id:long random_bytes:bytes message:string
        media:DecryptedMessageMedia = DecryptedMessage
    """
    CTOR: ClassVar[int] = 0x1f814f1f
    random_id: int = 0
    random_bytes: bytes = b""
    message: str = ""
    media: Optional["TypeDecryptedMessageMedia"] = None


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageService8(TypeDecryptedMessage):
    """A service message of layer 8. Old clients announce their layer with it. (layer 8)

        decryptedMessageService#aa48327d random_id:long random_bytes:bytes
        action:DecryptedMessageAction = DecryptedMessage
    """
    CTOR: ClassVar[int] = 0xaa48327d
    random_id: int = 0
    random_bytes: bytes = b""
    action: Optional["TypeDecryptedMessageAction"] = None


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageMediaEmpty(TypeDecryptedMessageMedia):
    """No media. (layer 8)

        decryptedMessageMediaEmpty#089f5c4a = DecryptedMessageMedia
    """
    CTOR: ClassVar[int] = 0x089f5c4a


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageMediaPhoto8(TypeDecryptedMessageMedia):
    """A photo, without a caption. (layer 8)

        decryptedMessageMediaPhoto#32798a8c thumb:bytes thumb_w:int thumb_h:int w:int h:int
        size:int key:bytes iv:bytes = DecryptedMessageMedia
    """
    CTOR: ClassVar[int] = 0x32798a8c
    thumb: bytes = b""
    thumb_w: int = 0
    thumb_h: int = 0
    w: int = 0
    h: int = 0
    size: int = 0
    key: bytes = b""
    iv: bytes = b""


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageMediaVideo8(TypeDecryptedMessageMedia):
    """A video, without a type or a caption. (layer 8)

        decryptedMessageMediaVideo#4cee6ef3 thumb:bytes thumb_w:int thumb_h:int
        duration:int w:int h:int size:int key:bytes iv:bytes = DecryptedMessageMedia
    """
    CTOR: ClassVar[int] = 0x4cee6ef3
    thumb: bytes = b""
    thumb_w: int = 0
    thumb_h: int = 0
    duration: int = 0
    w: int = 0
    h: int = 0
    size: int = 0
    key: bytes = b""
    iv: bytes = b""


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageMediaGeoPoint(TypeDecryptedMessageMedia):
    """A place, in degrees. (layer 8)

        decryptedMessageMediaGeoPoint#35480a59 lat:double long:double =
        DecryptedMessageMedia
    """
    CTOR: ClassVar[int] = 0x35480a59
    lat: float = 0.0
    long: float = 0.0


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageMediaContact(TypeDecryptedMessageMedia):
    """A contact; user_id is 0 if the sender does not know it. (layer 8)

        decryptedMessageMediaContact#588a0a97 phone_number:string first_name:string
        last_name:string user_id:int = DecryptedMessageMedia
    """
    CTOR: ClassVar[int] = 0x588a0a97
    phone_number: str = ""
    first_name: str = ""
    last_name: str = ""
    user_id: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageActionSetMessageTtl(TypeDecryptedMessageAction):
    """Messages sent from now on destroy themselves ttl_seconds after they were read; 0: never.
    (layer 8)

        decryptedMessageActionSetMessageTTL#a1733aec ttl_seconds:int =
        DecryptedMessageAction
    """
    CTOR: ClassVar[int] = 0xa1733aec
    ttl_seconds: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageMediaDocument8(TypeDecryptedMessageMedia):
    """A file, with its name as a field. (layer 8)

        decryptedMessageMediaDocument#b095434b thumb:bytes thumb_w:int thumb_h:int
        file_name:string mime_type:string size:int key:bytes iv:bytes =
        DecryptedMessageMedia
    """
    CTOR: ClassVar[int] = 0xb095434b
    thumb: bytes = b""
    thumb_w: int = 0
    thumb_h: int = 0
    file_name: str = ""
    mime_type: str = ""
    size: int = 0
    key: bytes = b""
    iv: bytes = b""


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageMediaAudio8(TypeDecryptedMessageMedia):
    """A voice note, without a type. (layer 8)

        decryptedMessageMediaAudio#6080758f duration:int size:int key:bytes iv:bytes =
        DecryptedMessageMedia
    """
    CTOR: ClassVar[int] = 0x6080758f
    duration: int = 0
    size: int = 0
    key: bytes = b""
    iv: bytes = b""


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageActionReadMessages(TypeDecryptedMessageAction):
    """The content of these messages was opened; their self-destruction begins. (layer 8)

        decryptedMessageActionReadMessages#0c4f40be random_ids:Vector<long> =
        DecryptedMessageAction
    """
    CTOR: ClassVar[int] = 0x0c4f40be
    random_ids: Tuple[int, ...] = ()


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageActionDeleteMessages(TypeDecryptedMessageAction):
    """Delete these messages. (layer 8)

        decryptedMessageActionDeleteMessages#65614304 random_ids:Vector<long> =
        DecryptedMessageAction
    """
    CTOR: ClassVar[int] = 0x65614304
    random_ids: Tuple[int, ...] = ()


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageActionScreenshotMessages(TypeDecryptedMessageAction):
    """A screenshot of these messages was taken. (layer 8)

        decryptedMessageActionScreenshotMessages#8ac1f475 random_ids:Vector<long> =
        DecryptedMessageAction
    """
    CTOR: ClassVar[int] = 0x8ac1f475
    random_ids: Tuple[int, ...] = ()


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageActionFlushHistory(TypeDecryptedMessageAction):
    """Delete the whole history up to here. (layer 8)

        decryptedMessageActionFlushHistory#6719e45c = DecryptedMessageAction
    """
    CTOR: ClassVar[int] = 0x6719e45c


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessage17(TypeDecryptedMessage):
    """A message with a time to live, in seconds. (layer 17)

        decryptedMessage#204d3878 random_id:long ttl:int message:string
        media:DecryptedMessageMedia = DecryptedMessage
    """
    CTOR: ClassVar[int] = 0x204d3878
    random_id: int = 0
    ttl: int = 0
    message: str = ""
    media: Optional["TypeDecryptedMessageMedia"] = None


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageService17(TypeDecryptedMessage):
    """A service message. (layer 17)

        decryptedMessageService#73164160 random_id:long action:DecryptedMessageAction =
        DecryptedMessage
    """
    CTOR: ClassVar[int] = 0x73164160
    random_id: int = 0
    action: Optional["TypeDecryptedMessageAction"] = None


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageMediaVideo17(TypeDecryptedMessageMedia):
    """A video, without a caption. (layer 17)

        decryptedMessageMediaVideo#524a415d thumb:bytes thumb_w:int thumb_h:int
        duration:int mime_type:string w:int h:int size:int key:bytes iv:bytes =
        DecryptedMessageMedia
    """
    CTOR: ClassVar[int] = 0x524a415d
    thumb: bytes = b""
    thumb_w: int = 0
    thumb_h: int = 0
    duration: int = 0
    mime_type: str = ""
    w: int = 0
    h: int = 0
    size: int = 0
    key: bytes = b""
    iv: bytes = b""


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageMediaAudio17(TypeDecryptedMessageMedia):
    """A voice note. (layer 17)

        decryptedMessageMediaAudio#57e0a9cb duration:int mime_type:string size:int
        key:bytes iv:bytes = DecryptedMessageMedia
    """
    CTOR: ClassVar[int] = 0x57e0a9cb
    duration: int = 0
    mime_type: str = ""
    size: int = 0
    key: bytes = b""
    iv: bytes = b""


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageLayer(TypeDecryptedMessageLayer):
    """The wrapper of every message: layer, and both sequence numbers as on the wire. (layer
    17)

        decryptedMessageLayer#1be31789 random_bytes:bytes layer:int in_seq_no:int
        out_seq_no:int message:DecryptedMessage = DecryptedMessageLayer
    """
    CTOR: ClassVar[int] = 0x1be31789
    random_bytes: bytes = b""
    layer: int = 0
    in_seq_no: int = 0
    out_seq_no: int = 0
    message: Optional["TypeDecryptedMessage"] = None


@by_name(frozen=True, repr=False, kw_only=True)
class SendMessageTypingAction(TypeSendMessageAction):
    """Typing. (layer 17)

        sendMessageTypingAction#16bf744e = SendMessageAction
    """
    CTOR: ClassVar[int] = 0x16bf744e


@by_name(frozen=True, repr=False, kw_only=True)
class SendMessageCancelAction(TypeSendMessageAction):
    """No longer typing. (layer 17)

        sendMessageCancelAction#fd5ec8f5 = SendMessageAction
    """
    CTOR: ClassVar[int] = 0xfd5ec8f5


@by_name(frozen=True, repr=False, kw_only=True)
class SendMessageRecordVideoAction(TypeSendMessageAction):
    """Recording a video. (layer 17)

        sendMessageRecordVideoAction#a187d66f = SendMessageAction
    """
    CTOR: ClassVar[int] = 0xa187d66f


@by_name(frozen=True, repr=False, kw_only=True)
class SendMessageUploadVideoAction(TypeSendMessageAction):
    """Uploading a video. (layer 17)

        sendMessageUploadVideoAction#92042ff7 = SendMessageAction
    """
    CTOR: ClassVar[int] = 0x92042ff7


@by_name(frozen=True, repr=False, kw_only=True)
class SendMessageRecordAudioAction(TypeSendMessageAction):
    """Recording a voice note. (layer 17)

        sendMessageRecordAudioAction#d52f73f7 = SendMessageAction
    """
    CTOR: ClassVar[int] = 0xd52f73f7


@by_name(frozen=True, repr=False, kw_only=True)
class SendMessageUploadAudioAction(TypeSendMessageAction):
    """Uploading a voice note. (layer 17)

        sendMessageUploadAudioAction#e6ac8a6f = SendMessageAction
    """
    CTOR: ClassVar[int] = 0xe6ac8a6f


@by_name(frozen=True, repr=False, kw_only=True)
class SendMessageUploadPhotoAction(TypeSendMessageAction):
    """Uploading a photo. (layer 17)

        sendMessageUploadPhotoAction#990a3c1a = SendMessageAction
    """
    CTOR: ClassVar[int] = 0x990a3c1a


@by_name(frozen=True, repr=False, kw_only=True)
class SendMessageUploadDocumentAction(TypeSendMessageAction):
    """Uploading a file. (layer 17)

        sendMessageUploadDocumentAction#8faee98e = SendMessageAction
    """
    CTOR: ClassVar[int] = 0x8faee98e


@by_name(frozen=True, repr=False, kw_only=True)
class SendMessageGeoLocationAction(TypeSendMessageAction):
    """Choosing a place. (layer 17)

        sendMessageGeoLocationAction#176f8ba1 = SendMessageAction
    """
    CTOR: ClassVar[int] = 0x176f8ba1


@by_name(frozen=True, repr=False, kw_only=True)
class SendMessageChooseContactAction(TypeSendMessageAction):
    """Choosing a contact. (layer 17)

        sendMessageChooseContactAction#628cbc6f = SendMessageAction
    """
    CTOR: ClassVar[int] = 0x628cbc6f


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageActionResend(TypeDecryptedMessageAction):
    """Asks for the messages with out_seq_no from start_seq_no to end_seq_no to be resent.
    (layer 17)

        decryptedMessageActionResend#511110b0 start_seq_no:int end_seq_no:int =
        DecryptedMessageAction
    """
    CTOR: ClassVar[int] = 0x511110b0
    start_seq_no: int = 0
    end_seq_no: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageActionNotifyLayer(TypeDecryptedMessageAction):
    """The highest layer the sender knows. (layer 17)

        decryptedMessageActionNotifyLayer#f3048883 layer:int = DecryptedMessageAction
    """
    CTOR: ClassVar[int] = 0xf3048883
    layer: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageActionTyping(TypeDecryptedMessageAction):
    """What the user is doing. We do not send it, as there is an API method for it. (layer 17)

        decryptedMessageActionTyping#ccb27641 action:SendMessageAction =
        DecryptedMessageAction
    """
    CTOR: ClassVar[int] = 0xccb27641
    action: Optional["TypeSendMessageAction"] = None


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageActionRequestKey(TypeDecryptedMessageAction):
    """Renewal of the key, step 1. (layer 20)

        decryptedMessageActionRequestKey#f3c9611b exchange_id:long g_a:bytes =
        DecryptedMessageAction
    """
    CTOR: ClassVar[int] = 0xf3c9611b
    exchange_id: int = 0
    g_a: bytes = b""


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageActionAcceptKey(TypeDecryptedMessageAction):
    """Renewal of the key, step 2. (layer 20)

        decryptedMessageActionAcceptKey#6fe1735b exchange_id:long g_b:bytes
        key_fingerprint:long = DecryptedMessageAction
    """
    CTOR: ClassVar[int] = 0x6fe1735b
    exchange_id: int = 0
    g_b: bytes = b""
    key_fingerprint: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageActionAbortKey(TypeDecryptedMessageAction):
    """Renewal of the key, given up. (layer 20)

        decryptedMessageActionAbortKey#dd05ec6b exchange_id:long = DecryptedMessageAction
    """
    CTOR: ClassVar[int] = 0xdd05ec6b
    exchange_id: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageActionCommitKey(TypeDecryptedMessageAction):
    """Renewal of the key, step 3. (layer 20)

        decryptedMessageActionCommitKey#ec2e0b9b exchange_id:long key_fingerprint:long =
        DecryptedMessageAction
    """
    CTOR: ClassVar[int] = 0xec2e0b9b
    exchange_id: int = 0
    key_fingerprint: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageActionNoop(TypeDecryptedMessageAction):
    """Nothing; it only uses a sequence number. (layer 20)

        decryptedMessageActionNoop#a82fdd63 = DecryptedMessageAction
    """
    CTOR: ClassVar[int] = 0xa82fdd63


@by_name(frozen=True, repr=False, kw_only=True)
class DocumentAttributeImageSize(TypeDocumentAttribute):
    """Width and height of an image, in pixels. (layer 23)

        documentAttributeImageSize#6c37c15c w:int h:int = DocumentAttribute
    """
    CTOR: ClassVar[int] = 0x6c37c15c
    w: int = 0
    h: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class DocumentAttributeAnimated(TypeDocumentAttribute):
    """A GIF, or a silent video shown like one. (layer 23)

        documentAttributeAnimated#11b58939 = DocumentAttribute
    """
    CTOR: ClassVar[int] = 0x11b58939


@by_name(frozen=True, repr=False, kw_only=True)
class DocumentAttributeSticker23(TypeDocumentAttribute):
    """A sticker. (layer 23)

        documentAttributeSticker#fb0a5727 = DocumentAttribute
    """
    CTOR: ClassVar[int] = 0xfb0a5727


@by_name(frozen=True, repr=False, kw_only=True)
class DocumentAttributeVideo23(TypeDocumentAttribute):
    """A video: seconds and pixels. (layer 23)

        documentAttributeVideo#5910cccb duration:int w:int h:int = DocumentAttribute
    """
    CTOR: ClassVar[int] = 0x5910cccb
    duration: int = 0
    w: int = 0
    h: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class DocumentAttributeAudio23(TypeDocumentAttribute):
    """Audio: seconds. (layer 23)

        documentAttributeAudio#051448e5 duration:int = DocumentAttribute
    """
    CTOR: ClassVar[int] = 0x051448e5
    duration: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class DocumentAttributeFilename(TypeDocumentAttribute):
    """The name of a file. (layer 23)

        documentAttributeFilename#15590068 file_name:string = DocumentAttribute
    """
    CTOR: ClassVar[int] = 0x15590068
    file_name: str = ""


@by_name(frozen=True, repr=False, kw_only=True)
class PhotoSizeEmpty(TypePhotoSize):
    """No thumbnail. (layer 23)

        photoSizeEmpty#0e17e23c type:string = PhotoSize
    """
    CTOR: ClassVar[int] = 0x0e17e23c
    type: str = ""


@by_name(frozen=True, repr=False, kw_only=True)
class PhotoSize(TypePhotoSize):
    """A thumbnail in the cloud. (layer 23)

        photoSize#77bfb61b type:string location:FileLocation w:int h:int size:int =
        PhotoSize
    """
    CTOR: ClassVar[int] = 0x77bfb61b
    type: str = ""
    location: Optional["TypeFileLocation"] = None
    w: int = 0
    h: int = 0
    size: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class PhotoCachedSize(TypePhotoSize):
    """A thumbnail with its bytes. (layer 23)

        photoCachedSize#e9a734fa type:string location:FileLocation w:int h:int bytes:bytes
        = PhotoSize
    """
    CTOR: ClassVar[int] = 0xe9a734fa
    type: str = ""
    location: Optional["TypeFileLocation"] = None
    w: int = 0
    h: int = 0
    bytes: bytes = b""


@by_name(frozen=True, repr=False, kw_only=True)
class FileLocationUnavailable(TypeFileLocation):
    """A file that is no longer available. (layer 23)

        fileLocationUnavailable#7c596b46 volume_id:long local_id:int secret:long =
        FileLocation
    """
    CTOR: ClassVar[int] = 0x7c596b46
    volume_id: int = 0
    local_id: int = 0
    secret: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class FileLocation(TypeFileLocation):
    """A file in the cloud. (layer 23)

        fileLocation#53d69076 dc_id:int volume_id:long local_id:int secret:long =
        FileLocation
    """
    CTOR: ClassVar[int] = 0x53d69076
    dc_id: int = 0
    volume_id: int = 0
    local_id: int = 0
    secret: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageMediaExternalDocument(TypeDecryptedMessageMedia):
    """A sticker or GIF of the cloud; the server learns which one is fetched. (layer 23)

        decryptedMessageMediaExternalDocument#fa95b0dd id:long access_hash:long date:int
        mime_type:string size:int thumb:PhotoSize dc_id:int
        attributes:Vector<DocumentAttribute> = DecryptedMessageMedia
    """
    CTOR: ClassVar[int] = 0xfa95b0dd
    id: int = 0
    access_hash: int = 0
    date: int = 0
    mime_type: str = ""
    size: int = 0
    thumb: Optional["TypePhotoSize"] = None
    dc_id: int = 0
    attributes: Tuple["TypeDocumentAttribute", ...] = ()


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessage45(TypeDecryptedMessage):
    """A message with entities, via_bot_name and a reply. (layer 45)

        decryptedMessage#36b091de flags:# random_id:long ttl:int message:string
        media:flags.9?DecryptedMessageMedia entities:flags.7?Vector<MessageEntity>
        via_bot_name:flags.11?string reply_to_random_id:flags.3?long = DecryptedMessage
    """
    CTOR: ClassVar[int] = 0x36b091de
    random_id: int = 0
    ttl: int = 0
    message: str = ""
    media: Optional["TypeDecryptedMessageMedia"] = None
    entities: Optional[Tuple["TypeMessageEntity", ...]] = None
    via_bot_name: Optional[str] = None
    reply_to_random_id: Optional[int] = None
    unknown_flags: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageMediaPhoto45(TypeDecryptedMessageMedia):
    """A photo. The file itself is in EncryptedFile, under key and iv. (layer 45)

        decryptedMessageMediaPhoto#f1fa8d78 thumb:bytes thumb_w:int thumb_h:int w:int h:int
        size:int key:bytes iv:bytes caption:string = DecryptedMessageMedia
    """
    CTOR: ClassVar[int] = 0xf1fa8d78
    thumb: bytes = b""
    thumb_w: int = 0
    thumb_h: int = 0
    w: int = 0
    h: int = 0
    size: int = 0
    key: bytes = b""
    iv: bytes = b""
    caption: str = ""


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageMediaVideo45(TypeDecryptedMessageMedia):
    """A video. (layer 45)

        decryptedMessageMediaVideo#970c8c0e thumb:bytes thumb_w:int thumb_h:int
        duration:int mime_type:string w:int h:int size:int key:bytes iv:bytes
        caption:string = DecryptedMessageMedia
    """
    CTOR: ClassVar[int] = 0x970c8c0e
    thumb: bytes = b""
    thumb_w: int = 0
    thumb_h: int = 0
    duration: int = 0
    mime_type: str = ""
    w: int = 0
    h: int = 0
    size: int = 0
    key: bytes = b""
    iv: bytes = b""
    caption: str = ""


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageMediaDocument45(TypeDecryptedMessageMedia):
    """A file, described by attributes. (layer 45)

        decryptedMessageMediaDocument#7afe8ae2 thumb:bytes thumb_w:int thumb_h:int
        mime_type:string size:int key:bytes iv:bytes attributes:Vector<DocumentAttribute>
        caption:string = DecryptedMessageMedia
    """
    CTOR: ClassVar[int] = 0x7afe8ae2
    thumb: bytes = b""
    thumb_w: int = 0
    thumb_h: int = 0
    mime_type: str = ""
    size: int = 0
    key: bytes = b""
    iv: bytes = b""
    attributes: Tuple["TypeDocumentAttribute", ...] = ()
    caption: str = ""


@by_name(frozen=True, repr=False, kw_only=True)
class DocumentAttributeSticker45(TypeDocumentAttribute):
    """A sticker, with its emoji and set. (layer 45)

        documentAttributeSticker#3a556302 alt:string stickerset:InputStickerSet =
        DocumentAttribute
    """
    CTOR: ClassVar[int] = 0x3a556302
    alt: str = ""
    stickerset: Optional["TypeInputStickerSet"] = None


@by_name(frozen=True, repr=False, kw_only=True)
class DocumentAttributeAudio45(TypeDocumentAttribute):
    """Music: seconds, title, performer. (layer 45)

        documentAttributeAudio#ded218e0 duration:int title:string performer:string =
        DocumentAttribute
    """
    CTOR: ClassVar[int] = 0xded218e0
    duration: int = 0
    title: str = ""
    performer: str = ""


@by_name(frozen=True, repr=False, kw_only=True)
class MessageEntityUnknown(TypeMessageEntity):
    """An entity that the sender did not understand. (layer 45)

        messageEntityUnknown#bb92ba95 offset:int length:int = MessageEntity
    """
    CTOR: ClassVar[int] = 0xbb92ba95
    offset: int = 0
    length: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessageEntityMention(TypeMessageEntity):
    """@name. (layer 45)

        messageEntityMention#fa04579d offset:int length:int = MessageEntity
    """
    CTOR: ClassVar[int] = 0xfa04579d
    offset: int = 0
    length: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessageEntityHashtag(TypeMessageEntity):
    """#hashtag. (layer 45)

        messageEntityHashtag#6f635b0d offset:int length:int = MessageEntity
    """
    CTOR: ClassVar[int] = 0x6f635b0d
    offset: int = 0
    length: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessageEntityBotCommand(TypeMessageEntity):
    """/command. (layer 45)

        messageEntityBotCommand#6cef8ac7 offset:int length:int = MessageEntity
    """
    CTOR: ClassVar[int] = 0x6cef8ac7
    offset: int = 0
    length: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessageEntityUrl(TypeMessageEntity):
    """An address. (layer 45)

        messageEntityUrl#6ed02538 offset:int length:int = MessageEntity
    """
    CTOR: ClassVar[int] = 0x6ed02538
    offset: int = 0
    length: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessageEntityEmail(TypeMessageEntity):
    """An e-mail address. (layer 45)

        messageEntityEmail#64e475c2 offset:int length:int = MessageEntity
    """
    CTOR: ClassVar[int] = 0x64e475c2
    offset: int = 0
    length: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessageEntityBold(TypeMessageEntity):
    """Bold text. (layer 45)

        messageEntityBold#bd610bc9 offset:int length:int = MessageEntity
    """
    CTOR: ClassVar[int] = 0xbd610bc9
    offset: int = 0
    length: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessageEntityItalic(TypeMessageEntity):
    """Italic text. (layer 45)

        messageEntityItalic#826f8b60 offset:int length:int = MessageEntity
    """
    CTOR: ClassVar[int] = 0x826f8b60
    offset: int = 0
    length: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessageEntityCode(TypeMessageEntity):
    """Monospaced text. (layer 45)

        messageEntityCode#28a20571 offset:int length:int = MessageEntity
    """
    CTOR: ClassVar[int] = 0x28a20571
    offset: int = 0
    length: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessageEntityPre(TypeMessageEntity):
    """A block of code in a language. (layer 45)

        messageEntityPre#73924be0 offset:int length:int language:string = MessageEntity
    """
    CTOR: ClassVar[int] = 0x73924be0
    offset: int = 0
    length: int = 0
    language: str = ""


@by_name(frozen=True, repr=False, kw_only=True)
class MessageEntityTextUrl(TypeMessageEntity):
    """Text that leads to an address. (layer 45)

        messageEntityTextUrl#76a6d327 offset:int length:int url:string = MessageEntity
    """
    CTOR: ClassVar[int] = 0x76a6d327
    offset: int = 0
    length: int = 0
    url: str = ""


@by_name(frozen=True, repr=False, kw_only=True)
class InputStickerSetShortName(TypeInputStickerSet):
    """A sticker set, by its short name. (layer 45)

        inputStickerSetShortName#861cc8a0 short_name:string = InputStickerSet
    """
    CTOR: ClassVar[int] = 0x861cc8a0
    short_name: str = ""


@by_name(frozen=True, repr=False, kw_only=True)
class InputStickerSetEmpty(TypeInputStickerSet):
    """No sticker set. (layer 45)

        inputStickerSetEmpty#ffb62b95 = InputStickerSet
    """
    CTOR: ClassVar[int] = 0xffb62b95


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageMediaVenue(TypeDecryptedMessageMedia):
    """A venue. (layer 45)

        decryptedMessageMediaVenue#8a0df56f lat:double long:double title:string
        address:string provider:string venue_id:string = DecryptedMessageMedia
    """
    CTOR: ClassVar[int] = 0x8a0df56f
    lat: float = 0.0
    long: float = 0.0
    title: str = ""
    address: str = ""
    provider: str = ""
    venue_id: str = ""


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageMediaWebPage(TypeDecryptedMessageMedia):
    """A link preview. (layer 45)

        decryptedMessageMediaWebPage#e50511d8 url:string = DecryptedMessageMedia
    """
    CTOR: ClassVar[int] = 0xe50511d8
    url: str = ""


@by_name(frozen=True, repr=False, kw_only=True)
class DocumentAttributeAudio46(TypeDocumentAttribute):
    """Music or a voice note, with its waveform (5 bits a sample). (layer 46)

        documentAttributeAudio#9852f9c6 flags:# voice:flags.10?true duration:int
        title:flags.0?string performer:flags.1?string waveform:flags.2?bytes =
        DocumentAttribute
    """
    CTOR: ClassVar[int] = 0x9852f9c6
    voice: bool = False
    duration: int = 0
    title: Optional[str] = None
    performer: Optional[str] = None
    waveform: Optional[bytes] = None
    unknown_flags: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessageEntityMentionName(TypeMessageEntity):
    """A mention of a user without a name. Not in the documents; TDLib takes it. (layer 46)

        messageEntityMentionName#352dca58 offset:int length:int user_id:int = MessageEntity
    """
    CTOR: ClassVar[int] = 0x352dca58
    offset: int = 0
    length: int = 0
    user_id: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessageEntityPhone(TypeMessageEntity):
    """A telephone number. Not in the documents; TDLib takes it. (layer 46)

        messageEntityPhone#9b69e34b offset:int length:int = MessageEntity
    """
    CTOR: ClassVar[int] = 0x9b69e34b
    offset: int = 0
    length: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessageEntityCashtag(TypeMessageEntity):
    """$cashtag. Not in the documents; TDLib takes it. (layer 46)

        messageEntityCashtag#4c4e743f offset:int length:int = MessageEntity
    """
    CTOR: ClassVar[int] = 0x4c4e743f
    offset: int = 0
    length: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessageEntityBankCard(TypeMessageEntity):
    """A card number. Not in the documents; TDLib takes it. (layer 46)

        messageEntityBankCard#761e6af4 offset:int length:int = MessageEntity
    """
    CTOR: ClassVar[int] = 0x761e6af4
    offset: int = 0
    length: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class DocumentAttributeVideo66(TypeDocumentAttribute):
    """A video, perhaps a round one. (layer 66)

        documentAttributeVideo#0ef02ce6 flags:# round_message:flags.0?true duration:int
        w:int h:int = DocumentAttribute
    """
    CTOR: ClassVar[int] = 0x0ef02ce6
    round_message: bool = False
    duration: int = 0
    w: int = 0
    h: int = 0
    unknown_flags: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class SendMessageRecordRoundAction(TypeSendMessageAction):
    """Recording a round video. (layer 66)

        sendMessageRecordRoundAction#88f27fbc = SendMessageAction
    """
    CTOR: ClassVar[int] = 0x88f27fbc


@by_name(frozen=True, repr=False, kw_only=True)
class SendMessageUploadRoundAction(TypeSendMessageAction):
    """Uploading a round video. (layer 66)

        sendMessageUploadRoundAction#bb718624 = SendMessageAction
    """
    CTOR: ClassVar[int] = 0xbb718624


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessage73(TypeDecryptedMessage):
    """A message; grouped_id joins the parts of an album. (layer 73)

        decryptedMessage#91cc4674 flags:# no_webpage:flags.1?true silent:flags.5?true
        random_id:long ttl:int message:string media:flags.9?DecryptedMessageMedia
        entities:flags.7?Vector<MessageEntity> via_bot_name:flags.11?string
        reply_to_random_id:flags.3?long grouped_id:flags.17?long = DecryptedMessage
    """
    CTOR: ClassVar[int] = 0x91cc4674
    no_webpage: bool = False
    silent: bool = False
    random_id: int = 0
    ttl: int = 0
    message: str = ""
    media: Optional["TypeDecryptedMessageMedia"] = None
    entities: Optional[Tuple["TypeMessageEntity", ...]] = None
    via_bot_name: Optional[str] = None
    reply_to_random_id: Optional[int] = None
    grouped_id: Optional[int] = None
    unknown_flags: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessageEntityUnderline(TypeMessageEntity):
    """Underlined text. (layer 101)

        messageEntityUnderline#9c4e7e8b offset:int length:int = MessageEntity
    """
    CTOR: ClassVar[int] = 0x9c4e7e8b
    offset: int = 0
    length: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessageEntityStrike(TypeMessageEntity):
    """Text struck through. (layer 101)

        messageEntityStrike#bf0693d4 offset:int length:int = MessageEntity
    """
    CTOR: ClassVar[int] = 0xbf0693d4
    offset: int = 0
    length: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessageEntityBlockquote(TypeMessageEntity):
    """A quotation. (layer 101)

        messageEntityBlockquote#020df5d0 offset:int length:int = MessageEntity
    """
    CTOR: ClassVar[int] = 0x020df5d0
    offset: int = 0
    length: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class DecryptedMessageMediaDocument143(TypeDecryptedMessageMedia):
    """A file of any size. (layer 143)

        decryptedMessageMediaDocument#6abd9782 thumb:bytes thumb_w:int thumb_h:int
        mime_type:string size:long key:bytes iv:bytes attributes:Vector<DocumentAttribute>
        caption:string = DecryptedMessageMedia
    """
    CTOR: ClassVar[int] = 0x6abd9782
    thumb: bytes = b""
    thumb_w: int = 0
    thumb_h: int = 0
    mime_type: str = ""
    size: int = 0
    key: bytes = b""
    iv: bytes = b""
    attributes: Tuple["TypeDocumentAttribute", ...] = ()
    caption: str = ""


@by_name(frozen=True, repr=False, kw_only=True)
class MessageEntitySpoiler(TypeMessageEntity):
    """Hidden text. (layer 144)

        messageEntitySpoiler#32ca960f offset:int length:int = MessageEntity
    """
    CTOR: ClassVar[int] = 0x32ca960f
    offset: int = 0
    length: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessageEntityCustomEmoji(TypeMessageEntity):
    """A custom emoji in place of the text. (layer 144)

        messageEntityCustomEmoji#c8cf05f8 offset:int length:int document_id:long =
        MessageEntity
    """
    CTOR: ClassVar[int] = 0xc8cf05f8
    offset: int = 0
    length: int = 0
    document_id: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class BoolTrue(TypeBool):
    """true (types)

        boolTrue#997275b5 = Bool
    """
    CTOR: ClassVar[int] = 0x997275b5


@by_name(frozen=True, repr=False, kw_only=True)
class BoolFalse(TypeBool):
    """false (types)

        boolFalse#bc799737 = Bool
    """
    CTOR: ClassVar[int] = 0xbc799737


@by_name(frozen=True, repr=False, kw_only=True)
class InputUser(TypeInputUser):
    """A user, with the access_hash that this client was given. (types)

        inputUser#f21158c6 user_id:long access_hash:long = InputUser
    """
    CTOR: ClassVar[int] = 0xf21158c6
    user_id: int = 0
    access_hash: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class InputEncryptedChat(TypeInputEncryptedChat):
    """A secret chat, in calls. (types)

        inputEncryptedChat#f141b5e1 chat_id:int access_hash:long = InputEncryptedChat
    """
    CTOR: ClassVar[int] = 0xf141b5e1
    chat_id: int = 0
    access_hash: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class EncryptedChatEmpty(TypeEncryptedChat):
    """A chat that does not exist. (types)

        encryptedChatEmpty#ab7ec0a0 id:int = EncryptedChat
    """
    CTOR: ClassVar[int] = 0xab7ec0a0
    id: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class EncryptedChatWaiting(TypeEncryptedChat):
    """A chat that we asked for and the other side has not accepted yet. (types)

        encryptedChatWaiting#66b25953 id:int access_hash:long date:int admin_id:long
        participant_id:long = EncryptedChat
    """
    CTOR: ClassVar[int] = 0x66b25953
    id: int = 0
    access_hash: int = 0
    date: int = 0
    admin_id: int = 0
    participant_id: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class EncryptedChatRequested(TypeEncryptedChat):
    """A chat that somebody asks us for. (types)

        encryptedChatRequested#48f1d94c flags:# folder_id:flags.0?int id:int
        access_hash:long date:int admin_id:long participant_id:long g_a:bytes =
        EncryptedChat
    """
    CTOR: ClassVar[int] = 0x48f1d94c
    folder_id: Optional[int] = None
    id: int = 0
    access_hash: int = 0
    date: int = 0
    admin_id: int = 0
    participant_id: int = 0
    g_a: bytes = b""
    unknown_flags: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class EncryptedChat(TypeEncryptedChat):
    """A chat that both sides agreed to. (types)

        encryptedChat#61f0d4c7 id:int access_hash:long date:int admin_id:long
        participant_id:long g_a_or_b:bytes key_fingerprint:long = EncryptedChat
    """
    CTOR: ClassVar[int] = 0x61f0d4c7
    id: int = 0
    access_hash: int = 0
    date: int = 0
    admin_id: int = 0
    participant_id: int = 0
    g_a_or_b: bytes = b""
    key_fingerprint: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class EncryptedChatDiscarded(TypeEncryptedChat):
    """A chat that is over. (types)

        encryptedChatDiscarded#1e1c7c45 flags:# history_deleted:flags.0?true id:int =
        EncryptedChat
    """
    CTOR: ClassVar[int] = 0x1e1c7c45
    history_deleted: bool = False
    id: int = 0
    unknown_flags: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class EncryptedFileEmpty(TypeEncryptedFile):
    """No file. (types)

        encryptedFileEmpty#c21f497e = EncryptedFile
    """
    CTOR: ClassVar[int] = 0xc21f497e


@by_name(frozen=True, repr=False, kw_only=True)
class EncryptedFile(TypeEncryptedFile):
    """An encrypted file on the server. (types)

        encryptedFile#a8008cd8 id:long access_hash:long size:long dc_id:int
        key_fingerprint:int = EncryptedFile
    """
    CTOR: ClassVar[int] = 0xa8008cd8
    id: int = 0
    access_hash: int = 0
    size: int = 0
    dc_id: int = 0
    key_fingerprint: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class InputEncryptedFileEmpty(TypeInputEncryptedFile):
    """No file, in calls. (types)

        inputEncryptedFileEmpty#1837c364 = InputEncryptedFile
    """
    CTOR: ClassVar[int] = 0x1837c364


@by_name(frozen=True, repr=False, kw_only=True)
class InputEncryptedFileUploaded(TypeInputEncryptedFile):
    """A file whose parts were just uploaded. (types)

        inputEncryptedFileUploaded#64bd0306 id:long parts:int md5_checksum:string
        key_fingerprint:int = InputEncryptedFile
    """
    CTOR: ClassVar[int] = 0x64bd0306
    id: int = 0
    parts: int = 0
    md5_checksum: str = ""
    key_fingerprint: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class InputEncryptedFile(TypeInputEncryptedFile):
    """A file that the server has already. (types)

        inputEncryptedFile#5a17b5e5 id:long access_hash:long = InputEncryptedFile
    """
    CTOR: ClassVar[int] = 0x5a17b5e5
    id: int = 0
    access_hash: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class InputEncryptedFileBigUploaded(TypeInputEncryptedFile):
    """A file above 10 MiB whose parts were just uploaded. (types)

        inputEncryptedFileBigUploaded#2dc173c8 id:long parts:int key_fingerprint:int =
        InputEncryptedFile
    """
    CTOR: ClassVar[int] = 0x2dc173c8
    id: int = 0
    parts: int = 0
    key_fingerprint: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class InputEncryptedFileLocation(TypeInputFileLocation):
    """Where to download an encrypted file. (types)

        inputEncryptedFileLocation#f5235d55 id:long access_hash:long = InputFileLocation
    """
    CTOR: ClassVar[int] = 0xf5235d55
    id: int = 0
    access_hash: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class EncryptedMessage(TypeEncryptedMessage):
    """A message as the server carries it. (types)

        encryptedMessage#ed18c118 random_id:long chat_id:int date:int bytes:bytes
        file:EncryptedFile = EncryptedMessage
    """
    CTOR: ClassVar[int] = 0xed18c118
    random_id: int = 0
    chat_id: int = 0
    date: int = 0
    bytes: bytes = b""
    file: Optional["TypeEncryptedFile"] = None


@by_name(frozen=True, repr=False, kw_only=True)
class EncryptedMessageService(TypeEncryptedMessage):
    """A service message as the server carries it. (types)

        encryptedMessageService#23734b06 random_id:long chat_id:int date:int bytes:bytes =
        EncryptedMessage
    """
    CTOR: ClassVar[int] = 0x23734b06
    random_id: int = 0
    chat_id: int = 0
    date: int = 0
    bytes: bytes = b""


@by_name(frozen=True, repr=False, kw_only=True)
class MessagesDhConfig(TypeMessagesDhConfig):
    """The Diffie-Hellman parameters, and random bytes. (types)

        messages.dhConfig#2c221edd g:int p:bytes version:int random:bytes =
        messages.DhConfig
    """
    CTOR: ClassVar[int] = 0x2c221edd
    g: int = 0
    p: bytes = b""
    version: int = 0
    random: bytes = b""


@by_name(frozen=True, repr=False, kw_only=True)
class MessagesDhConfigNotModified(TypeMessagesDhConfig):
    """The parameters are those of the version we named; random bytes. (types)

        messages.dhConfigNotModified#c0e24635 random:bytes = messages.DhConfig
    """
    CTOR: ClassVar[int] = 0xc0e24635
    random: bytes = b""


@by_name(frozen=True, repr=False, kw_only=True)
class MessagesSentEncryptedMessage(TypeMessagesSentEncryptedMessage):
    """A message was sent. (types)

        messages.sentEncryptedMessage#560f8935 date:int = messages.SentEncryptedMessage
    """
    CTOR: ClassVar[int] = 0x560f8935
    date: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessagesSentEncryptedFile(TypeMessagesSentEncryptedMessage):
    """A message with a file was sent. (types)

        messages.sentEncryptedFile#9493ff32 date:int file:EncryptedFile =
        messages.SentEncryptedMessage
    """
    CTOR: ClassVar[int] = 0x9493ff32
    date: int = 0
    file: Optional["TypeEncryptedFile"] = None


@by_name(frozen=True, repr=False, kw_only=True)
class UpdateNewEncryptedMessage(TypeUpdate):
    """A message arrived; the only one of these updates that has a qts. (types)

        updateNewEncryptedMessage#12bcbd9a message:EncryptedMessage qts:int = Update
    """
    CTOR: ClassVar[int] = 0x12bcbd9a
    message: Optional["TypeEncryptedMessage"] = None
    qts: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class UpdateEncryptedChatTyping(TypeUpdate):
    """The other side is typing. (types)

        updateEncryptedChatTyping#1710f156 chat_id:int = Update
    """
    CTOR: ClassVar[int] = 0x1710f156
    chat_id: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class UpdateEncryption(TypeUpdate):
    """The state of a chat changed. (types)

        updateEncryption#b4a2e88d chat:EncryptedChat date:int = Update
    """
    CTOR: ClassVar[int] = 0xb4a2e88d
    chat: Optional["TypeEncryptedChat"] = None
    date: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class UpdateEncryptedMessagesRead(TypeUpdate):
    """The other side has read what was sent up to max_date. (types)

        updateEncryptedMessagesRead#38fe25b7 chat_id:int max_date:int date:int = Update
    """
    CTOR: ClassVar[int] = 0x38fe25b7
    chat_id: int = 0
    max_date: int = 0
    date: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessagesGetDhConfig(Method):
    """The Diffie-Hellman parameters, if there are newer ones than version. (methods)

        messages.getDhConfig#26cf8950 version:int random_length:int = messages.DhConfig
    """
    CTOR: ClassVar[int] = 0x26cf8950
    version: int = 0
    random_length: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessagesRequestEncryption(Method):
    """Ask a user for a secret chat; random_id becomes its id. (methods)

        messages.requestEncryption#f64daf43 user_id:InputUser random_id:int g_a:bytes =
        EncryptedChat
    """
    CTOR: ClassVar[int] = 0xf64daf43
    user_id: Optional["TypeInputUser"] = None
    random_id: int = 0
    g_a: bytes = b""


@by_name(frozen=True, repr=False, kw_only=True)
class MessagesAcceptEncryption(Method):
    """Accept a secret chat. (methods)

        messages.acceptEncryption#3dbc0415 peer:InputEncryptedChat g_b:bytes
        key_fingerprint:long = EncryptedChat
    """
    CTOR: ClassVar[int] = 0x3dbc0415
    peer: Optional["TypeInputEncryptedChat"] = None
    g_b: bytes = b""
    key_fingerprint: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessagesDiscardEncryption(Method):
    """End a secret chat. (methods)

        messages.discardEncryption#f393aea0 flags:# delete_history:flags.0?true chat_id:int
        = Bool
    """
    CTOR: ClassVar[int] = 0xf393aea0
    delete_history: bool = False
    chat_id: int = 0
    unknown_flags: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessagesSetEncryptedTyping(Method):
    """Tell the other side that we are typing, or not any more. (methods)

        messages.setEncryptedTyping#791451ed peer:InputEncryptedChat typing:Bool = Bool
    """
    CTOR: ClassVar[int] = 0x791451ed
    peer: Optional["TypeInputEncryptedChat"] = None
    typing: Optional["TypeBool"] = None


@by_name(frozen=True, repr=False, kw_only=True)
class MessagesReadEncryptedHistory(Method):
    """Tell the other side that we have read everything up to max_date. (methods)

        messages.readEncryptedHistory#7f4b690a peer:InputEncryptedChat max_date:int = Bool
    """
    CTOR: ClassVar[int] = 0x7f4b690a
    peer: Optional["TypeInputEncryptedChat"] = None
    max_date: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessagesSendEncrypted(Method):
    """Send a message. (methods)

        messages.sendEncrypted#44fa7a15 flags:# silent:flags.0?true peer:InputEncryptedChat
        random_id:long data:bytes = messages.SentEncryptedMessage
    """
    CTOR: ClassVar[int] = 0x44fa7a15
    silent: bool = False
    peer: Optional["TypeInputEncryptedChat"] = None
    random_id: int = 0
    data: bytes = b""
    unknown_flags: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessagesSendEncryptedFile(Method):
    """Send a message with a file. (methods)

        messages.sendEncryptedFile#5559481d flags:# silent:flags.0?true
        peer:InputEncryptedChat random_id:long data:bytes file:InputEncryptedFile =
        messages.SentEncryptedMessage
    """
    CTOR: ClassVar[int] = 0x5559481d
    silent: bool = False
    peer: Optional["TypeInputEncryptedChat"] = None
    random_id: int = 0
    data: bytes = b""
    file: Optional["TypeInputEncryptedFile"] = None
    unknown_flags: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessagesSendEncryptedService(Method):
    """Send a service message, of which the other side is not notified. (methods)

        messages.sendEncryptedService#32d439a4 peer:InputEncryptedChat random_id:long
        data:bytes = messages.SentEncryptedMessage
    """
    CTOR: ClassVar[int] = 0x32d439a4
    peer: Optional["TypeInputEncryptedChat"] = None
    random_id: int = 0
    data: bytes = b""


@by_name(frozen=True, repr=False, kw_only=True)
class MessagesReceivedQueue(Method):
    """Everything up to max_qts is stored here; the server may forget it. (methods)

        messages.receivedQueue#55a5bb66 max_qts:int = Vector<long>
    """
    CTOR: ClassVar[int] = 0x55a5bb66
    max_qts: int = 0


@by_name(frozen=True, repr=False, kw_only=True)
class MessagesReportEncryptedSpam(Method):
    """Report a secret chat as spam. (methods)

        messages.reportEncryptedSpam#4b0c8c0f peer:InputEncryptedChat = Bool
    """
    CTOR: ClassVar[int] = 0x4b0c8c0f
    peer: Optional["TypeInputEncryptedChat"] = None


@by_name(frozen=True, repr=False, kw_only=True)
class MessagesUploadEncryptedFile(Method):
    """Attach a file without sending a message. (methods)

        messages.uploadEncryptedFile#5057c497 peer:InputEncryptedChat
        file:InputEncryptedFile = EncryptedFile
    """
    CTOR: ClassVar[int] = 0x5057c497
    peer: Optional["TypeInputEncryptedChat"] = None
    file: Optional["TypeInputEncryptedFile"] = None


# The newest of the constructors that share a name.
DecryptedMessage = DecryptedMessage73
DecryptedMessageService = DecryptedMessageService17
DecryptedMessageMediaPhoto = DecryptedMessageMediaPhoto45
DecryptedMessageMediaVideo = DecryptedMessageMediaVideo45
DecryptedMessageMediaDocument = DecryptedMessageMediaDocument143
DecryptedMessageMediaAudio = DecryptedMessageMediaAudio17
DocumentAttributeSticker = DocumentAttributeSticker45
DocumentAttributeVideo = DocumentAttributeVideo66
DocumentAttributeAudio = DocumentAttributeAudio46
