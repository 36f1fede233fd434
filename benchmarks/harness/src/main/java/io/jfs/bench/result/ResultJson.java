package io.jfs.bench.result;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Results as JSON. */
public final class ResultJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private ResultJson() {}

    /** The text of a result, ending with a line feed. */
    public static String write(Result result) {
        try {
            return MAPPER.writeValueAsString(result) + "\n";
        } catch (JacksonException e) {
            throw new IllegalStateException("a result is made of plain values", e);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException names the file and what is wrong with it
     */
    public static Result read(Path file) throws IOException {
        Result result;
        try {
            result = MAPPER.readValue(Files.readString(file), Result.class);
        } catch (JacksonException e) {
            throw new IOException(file + ": no result of jfs bench: " + e.getOriginalMessage(), e);
        }
        if (result == null || result.schema() != Result.SCHEMA || Objects.isNull(result.cases())) {
            throw new IOException(file + ": no result of jfs bench, or of another version of it");
        }
        return result;
    }
}
