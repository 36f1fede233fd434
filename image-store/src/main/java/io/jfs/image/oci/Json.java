package io.jfs.image.oci;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * JSON text to Jackson's tree model and back, so that unknown fields survive. Works without {@code ObjectMapper}, whose
 * set-up is most of what reading a small document costs at start.
 */
public final class Json {
    /** The most bytes of one document; registries refuse larger manifests too. */
    public static final int MAX_BYTES = 4 << 20;

    private static final int MAX_DEPTH = 64;

    // Numbers keep their exact text: a document written back says what was read.
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_BYTES)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /** A new object without fields. */
    public static ObjectNode object() {
        return NODES.objectNode();
    }

    /** A new array without elements. */
    public static ArrayNode array() {
        return NODES.arrayNode();
    }

    /**
     * Reads a document that must be one object.
     *
     * @param what names the document in errors
     * @throws InvalidImageException if it is too large, not JSON, not an object, nested too deeply, or has a field
     *     twice
     */
    public static ObjectNode parseObject(byte[] text, String what) throws InvalidImageException {
        if (readDocument(text, what) instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidImageException(what + " is not a JSON object");
    }

    /**
     * Reads a document that must be one array.
     *
     * @param what names the document in errors
     * @throws InvalidImageException as for an object
     */
    public static ArrayNode parseArray(byte[] text, String what) throws InvalidImageException {
        if (readDocument(text, what) instanceof ArrayNode array) {
            return array;
        }
        throw new InvalidImageException(what + " is not a JSON array");
    }

    private static JsonNode readDocument(byte[] text, String what) throws InvalidImageException {
        if (text.length > MAX_BYTES) {
            throw new InvalidImageException(what + " is larger than " + MAX_BYTES + " bytes");
        }
        Optional<JsonNode> plain = QuickJson.read(text, MAX_DEPTH);
        return plain.isPresent() ? plain.get() : parse(text, what);
    }

    /** Reads by Jackson's parser alone. */
    static JsonNode parse(byte[] text, String what) throws InvalidImageException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new InvalidImageException(what + " is empty");
            }
            JsonNode document = readValue(parser);
            if (parser.nextToken() != null) {
                throw new InvalidImageException(what + " has text after its end");
            }
            return document;
        } catch (InvalidImageException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidImageException(what + " is not valid JSON: " + firstLine(e), e);
        }
    }

    private static String firstLine(IOException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return (end < 0 ? message : message.substring(0, end)).replaceAll("\\[Source: REDACTED [^;]*; ", "[");
    }

    // Recursion ends at MAX_DEPTH, which the parser enforces.
    private static ObjectNode readObject(JsonParser parser) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.set(name, readValue(parser));
        }
        return object;
    }

    private static JsonNode readValue(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> {
                ArrayNode array = NODES.arrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(readValue(parser));
                }
                yield array;
            }
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> readInteger(parser);
            case VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(parser.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new InvalidImageException("unexpected JSON token " + parser.currentToken());
        };
    }

    private static JsonNode readInteger(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    /** The document without blanks: what jfs writes and names by digest. */
    public static byte[] bytes(JsonNode node) {
        return write(node, false);
    }

    /** The document for people, indented, without a line break at its end. */
    public static byte[] prettyBytes(JsonNode node) {
        return write(node, true);
    }

    private static byte[] write(JsonNode node, boolean pretty) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            if (pretty) {
                generator.setPrettyPrinter(new DefaultPrettyPrinter());
            }
            writeValue(node, generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void writeValue(JsonNode node, JsonGenerator generator) throws IOException {
        switch (node.getNodeType()) {
            case OBJECT -> {
                generator.writeStartObject();
                Iterator<Map.Entry<String, JsonNode>> fields = node.properties().iterator();
                while (fields.hasNext()) {
                    Map.Entry<String, JsonNode> field = fields.next();
                    generator.writeFieldName(field.getKey());
                    writeValue(field.getValue(), generator);
                }
                generator.writeEndObject();
            }
            case ARRAY -> {
                generator.writeStartArray();
                for (JsonNode element : node) {
                    writeValue(element, generator);
                }
                generator.writeEndArray();
            }
            case STRING -> generator.writeString(node.textValue());
            case NUMBER -> writeNumber(node, generator);
            case BOOLEAN -> generator.writeBoolean(node.booleanValue());
            default -> generator.writeNull();
        }
    }

    private static void writeNumber(JsonNode node, JsonGenerator generator) throws IOException {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            generator.writeNumber(node.longValue());
        } else if (node.isIntegralNumber()) {
            generator.writeNumber(node.bigIntegerValue());
        } else {
            generator.writeNumber(node.decimalValue());
        }
    }
}
