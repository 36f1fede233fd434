package io.jfs.runtime.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A value of a document together with its JSON path, which every error names. As in Go, {@code null} and an empty text
 * mean absent.
 *
 * @param node the value; a missing node if there is none
 * @param document names the document in errors
 * @param path where the value is, such as {@code linux.devices[2].path}; empty for the whole document
 */
public record SpecValue(JsonNode node, String document, String path) {
    private static final long UINT32_MAX = 0xffff_ffffL;
    private static final BigInteger UINT64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    /** Makes a typed value out of a JSON value. */
    public interface Reader<T> {
        T read(SpecValue value) throws InvalidSpecException;
    }

    /** Reads a document that must be one object. */
    public static SpecValue parse(byte[] text, String document) throws InvalidSpecException {
        try {
            return new SpecValue(Json.parseObject(text, document), document, "");
        } catch (InvalidImageException e) {
            throw new InvalidSpecException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The field of this object; absent if there is none. */
    public SpecValue at(String name) {
        return new SpecValue(node.path(name), document, path.isEmpty() ? name : path + "." + name);
    }

    /** Whether there is a value. */
    public boolean present() {
        return !node.isMissingNode() && !node.isNull();
    }

    /** An error at this place. */
    public InvalidSpecException malformed(String problem) {
        return new InvalidSpecException(document + ": " + (path.isEmpty() ? problem : path + ": " + problem));
    }

    private InvalidSpecException wanted(String what) {
        return malformed(present() ? "expected " + what + ", found " + abbreviated() : "is missing");
    }

    private String abbreviated() {
        String text = node.isContainerNode() ? node.getNodeType().toString().toLowerCase(Locale.ROOT) : node.toString();
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    /** This value, which must be an object. */
    public ObjectNode object() throws InvalidSpecException {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw wanted("an object");
    }

    /** This value, which must be a text that is not empty. */
    public String text() throws InvalidSpecException {
        String text = anyText();
        if (text.isEmpty()) {
            throw malformed("is empty");
        }
        return text;
    }

    /** This value, which must be a text and may be empty. */
    public String anyText() throws InvalidSpecException {
        if (!node.isTextual()) {
            throw wanted("a string");
        }
        if (node.textValue().indexOf('\0') >= 0) {
            throw malformed("contains a NUL character");
        }
        return node.textValue();
    }

    /** This value, which must be an absolute path. */
    public String absolutePath() throws InvalidSpecException {
        String text = text();
        if (!text.startsWith("/")) {
            throw malformed("the path \"" + text + "\" is not absolute");
        }
        return text;
    }

    /** This value, which must be one of the given texts. */
    public String oneOf(List<String> allowed) throws InvalidSpecException {
        String text = text();
        if (!allowed.contains(text)) {
            throw malformed("unknown value \"" + text + "\", known are " + String.join(", ", allowed));
        }
        return text;
    }

    /** What this value, which must be one of the given texts, stands for. */
    public <T> T choice(Map<String, T> meanings) throws InvalidSpecException {
        T meaning = meanings.get(text());
        if (meaning == null) {
            throw malformed("unknown value \"" + text() + '"');
        }
        return meaning;
    }

    /** The field as a text; empty if absent or without characters. */
    public Optional<String> optionalText(String name) throws InvalidSpecException {
        SpecValue value = at(name);
        return value.present() ? Optional.of(value.anyText()).filter(text -> !text.isEmpty()) : Optional.empty();
    }

    /** The field as a flag; absent is false. */
    public boolean flag(String name) throws InvalidSpecException {
        SpecValue value = at(name);
        if (!value.present()) {
            return false;
        }
        if (!value.node.isBoolean()) {
            throw value.wanted("true or false");
        }
        return value.node.booleanValue();
    }

    /** The field as an object of its own, read if it is present. */
    public <T> Optional<T> optional(String name, Reader<T> reader) throws InvalidSpecException {
        SpecValue value = at(name);
        return value.present() ? Optional.of(reader.read(value)) : Optional.empty();
    }

    /** This value, which must be a whole number between the bounds. */
    public long number(long min, long max) throws InvalidSpecException {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < min || node.longValue() > max) {
            throw wanted(
                    max == Long.MAX_VALUE
                            ? min == Long.MIN_VALUE ? "a whole number" : "a whole number of at least " + min
                            : "a whole number from " + min + " to " + max);
        }
        return node.longValue();
    }

    /** This value as an unsigned 32-bit number, such as an id. */
    public int unsignedInt() throws InvalidSpecException {
        return (int) number(0, UINT32_MAX);
    }

    /** This value as an unsigned 64-bit number, to be printed by {@link Long#toUnsignedString(long)}. */
    public long unsignedLong() throws InvalidSpecException {
        if (!node.isIntegralNumber()
                || node.bigIntegerValue().signum() < 0
                || node.bigIntegerValue().compareTo(UINT64_MAX) > 0) {
            throw wanted("a whole number from 0 to " + UINT64_MAX);
        }
        return node.bigIntegerValue().longValue();
    }

    /** The field as a number, if it is present. */
    public OptionalLong optionalLong(String name) throws InvalidSpecException {
        SpecValue value = at(name);
        return value.present() ? OptionalLong.of(value.number(Long.MIN_VALUE, Long.MAX_VALUE)) : OptionalLong.empty();
    }

    /** The field as an unsigned 64-bit number, if it is present. */
    public OptionalLong optionalUnsignedLong(String name) throws InvalidSpecException {
        SpecValue value = at(name);
        return value.present() ? OptionalLong.of(value.unsignedLong()) : OptionalLong.empty();
    }

    /** The field as a number between the bounds, if it is present. */
    public OptionalInt optionalInt(String name, int min, int max) throws InvalidSpecException {
        SpecValue value = at(name);
        return value.present() ? OptionalInt.of((int) value.number(min, max)) : OptionalInt.empty();
    }

    /** The elements of the field, which must be an array if it is present. */
    public <T> List<T> list(String name, Reader<T> reader) throws InvalidSpecException {
        SpecValue array = at(name);
        if (!array.present()) {
            return List.of();
        }
        if (!array.node.isArray()) {
            throw array.wanted("an array");
        }
        List<T> elements = new ArrayList<>(array.node.size());
        for (int i = 0; i < array.node.size(); i++) {
            elements.add(reader.read(new SpecValue(array.node.path(i), document, array.path + "[" + i + "]")));
        }
        return List.copyOf(elements);
    }

    /** The members of the field in the order of the document; the field must be an object if it is present. */
    public <T> Map<String, T> map(String name, Reader<T> reader) throws InvalidSpecException {
        SpecValue object = at(name);
        if (!object.present()) {
            return Map.of();
        }
        Map<String, T> members = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : object.object().properties()) {
            String place = object.path + "[\"" + member.getKey() + "\"]";
            members.put(member.getKey(), reader.read(new SpecValue(member.getValue(), document, place)));
        }
        return Collections.unmodifiableMap(members);
    }
}
