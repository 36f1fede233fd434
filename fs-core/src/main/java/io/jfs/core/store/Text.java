package io.jfs.core.store;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strings to bytes without loss: two different texts never have the same bytes. */
final class Text {
    private Text() {}

    /** @throws IllegalArgumentException if the text holds half of a surrogate pair, for which UTF-8 has no bytes */
    static byte[] encode(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("text is not valid Unicode: " + text, e);
        }
    }
}
