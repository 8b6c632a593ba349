# SPDX-License-Identifier: ISC
# Made by python/bindgen.py from libe2e/api.json and _tl.py.
"""The objects of TL: a class for each constructor, and the way to bytes and back.

    message = schema.DecryptedMessage(message="hello", random_id=1)
    assert schema.decode(schema.encode(message)) == message

Where several layers have a constructor of one name, the classes end in the layer that brought
it (DecryptedMessage45, DecryptedMessage73), and the bare name is the newest.  Fields are given by
name.
"""
from e2e._constructors import *  # noqa: F401,F403
from e2e._tl import *  # noqa: F401,F403

# Written out, for what checks types runs nothing.
__all__ = [
    "ANY", "BoolFalse", "BoolTrue", "CLASSES", "DECRYPTED_MESSAGE",
    "DECRYPTED_MESSAGE_LAYER", "DecryptedMessage", "DecryptedMessage17",
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
    "EncryptedMessageService", "FileLocation", "FileLocationUnavailable", "Got",
    "InputEncryptedChat", "InputEncryptedFile", "InputEncryptedFileBigUploaded",
    "InputEncryptedFileEmpty", "InputEncryptedFileLocation", "InputEncryptedFileUploaded",
    "InputStickerSetEmpty", "InputStickerSetShortName", "InputUser", "LAYER",
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
    "MessagesSetEncryptedTyping", "MessagesUploadEncryptedFile", "Method",
    "PhotoCachedSize", "PhotoSize", "PhotoSizeEmpty", "SendMessageCancelAction",
    "SendMessageChooseContactAction", "SendMessageGeoLocationAction",
    "SendMessageRecordAudioAction", "SendMessageRecordRoundAction",
    "SendMessageRecordVideoAction", "SendMessageTypingAction",
    "SendMessageUploadAudioAction", "SendMessageUploadDocumentAction",
    "SendMessageUploadPhotoAction", "SendMessageUploadRoundAction",
    "SendMessageUploadVideoAction", "TLObject", "TypeBool", "TypeDecryptedMessage",
    "TypeDecryptedMessageAction", "TypeDecryptedMessageLayer", "TypeDecryptedMessageMedia",
    "TypeDocumentAttribute", "TypeEncryptedChat", "TypeEncryptedFile",
    "TypeEncryptedMessage", "TypeFileLocation", "TypeInputEncryptedChat",
    "TypeInputEncryptedFile", "TypeInputFileLocation", "TypeInputStickerSet",
    "TypeInputUser", "TypeMessageEntity", "TypeMessagesDhConfig",
    "TypeMessagesSentEncryptedMessage", "TypePhotoSize", "TypeSendMessageAction",
    "TypeUpdate", "UpdateEncryptedChatTyping", "UpdateEncryptedMessagesRead",
    "UpdateEncryption", "UpdateNewEncryptedMessage", "convert", "decode", "decode_partly",
    "encode", "name_of", "to_json", "to_text", "type_of", "wrapper_layer"
]
