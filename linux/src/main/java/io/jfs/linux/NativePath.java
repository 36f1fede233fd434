package io.jfs.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/**
 * File names as strings. A name is bytes to Linux; here it is the text which those bytes are in UTF-8, where each byte
 * b that is no valid UTF-8 becomes the lone surrogate U+DC00 + b. So valid names are plain text and all others survive:
 * {@code encode(decode(bytes))} always equals {@code bytes}.
 */
public final class NativePath {
    /** The longest path that the kernel takes, with its closing NUL, in bytes ({@code PATH_MAX}, linux/limits.h). */
    public static final int PATH_MAX = 4096;

    private static final char REPLACEMENT = '\uFFFD';
    private static final char ESCAPE = '\uDC00';

    private NativePath() {}

    /** The string for these bytes; never fails. */
    public static String decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    /** The string for a part of an array; never fails. */
    public static String decode(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeEscaping(ByteBuffer.wrap(bytes, offset, length));
    }

    private static String decodeEscaping(ByteBuffer in) {
        CharsetDecoder decoder = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer out = CharBuffer.allocate(in.remaining());
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            for (int i = result.length(); i > 0; i--) {
                out.put((char) (ESCAPE + (in.get() & 0xff)));
            }
            decoder.reset();
            result = decoder.decode(in, out, true);
        }
        return out.flip().toString();
    }

    /**
     * The bytes of a string made by {@link #decode(byte[])}. Any other string has bytes too: surrogates that stand for
     * nothing are written as three bytes each, which are not UTF-8 and so decode to something else.
     */
    public static byte[] encode(String text) {
        int bits = 0;
        boolean surrogates = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bits |= c;
            surrogates |= Character.isSurrogate(c);
        }
        if (bits < 0x80) {
            return text.getBytes(ISO_8859_1);
        }
        return surrogates ? encodeEscaped(text) : text.getBytes(UTF_8);
    }

    private static byte[] encodeEscaped(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() * 2);
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            out.writeBytes(text.substring(start, i).getBytes(UTF_8));
            writeLoneSurrogate(c, out);
            start = i + 1;
        }
        out.writeBytes(text.substring(start).getBytes(UTF_8));
        return out.toByteArray();
    }

    private static void writeLoneSurrogate(char c, ByteArrayOutputStream out) {
        if (c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff) {
            out.write(c - ESCAPE);
            return;
        }
        out.write(0xe0 | (c >> 12));
        out.write(0x80 | ((c >> 6) & 0x3f));
        out.write(0x80 | (c & 0x3f));
    }

    /**
     * The bytes of a path with a closing NUL, as the kernel wants it.
     *
     * @param call the system call that will take it, for the error
     * @throws ErrnoException EINVAL if the path has a NUL within, ENAMETOOLONG if it is longer than {@link #PATH_MAX}
     */
    public static byte[] terminated(String call, String path) throws ErrnoException {
        if (path.indexOf('\0') >= 0) {
            throw new ErrnoException(Errno.EINVAL, call, path);
        }
        byte[] bytes = encode(path);
        if (bytes.length >= PATH_MAX) {
            throw new ErrnoException(Errno.ENAMETOOLONG, call, path);
        }
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    /** The path for people: control characters and bytes that are not text appear as {@code \xHH}. */
    public static String printable(String path) {
        StringBuilder out = null;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < path.length()
                    && Character.isLowSurrogate(path.charAt(i + 1));
            boolean plain = pair || !(Character.isISOControl(c) || Character.isSurrogate(c));
            if (!plain && out == null) {
                out = new StringBuilder(path.length() + 16).append(path, 0, i);
            }
            if (out != null) {
                appendPrintable(out, path, i, plain, pair);
            }
            i += pair ? 1 : 0;
        }
        return out == null ? path : out.toString();
    }

    private static void appendPrintable(StringBuilder out, String path, int i, boolean plain, boolean pair) {
        if (plain) {
            out.append(path, i, pair ? i + 2 : i + 1);
        } else {
            out.append(String.format("\\x%02x", path.charAt(i) & 0xff));
        }
    }
}
