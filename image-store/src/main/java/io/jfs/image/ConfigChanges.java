package io.jfs.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Applies Dockerfile instructions to a configuration: {@code CMD ENTRYPOINT ENV EXPOSE LABEL ONBUILD STOPSIGNAL USER
 * VOLUME WORKDIR}, as {@code docker commit --change} knows them. {@code KEY=VALUE} too is understood for any of them.
 */
public final class ConfigChanges {
    private ConfigChanges() {}

    /**
     * Checks one instruction without applying it.
     *
     * @throws IllegalArgumentException if it is unknown or malformed; quotes it
     */
    public static void validate(String instruction) {
        apply(Json.object(), instruction);
    }

    /** Applies the instruction to the section {@code config}. */
    static void apply(ObjectNode config, String instruction) {
        String text = instruction.strip();
        int end = 0;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        String word = text.substring(0, end).toUpperCase(Locale.ROOT);
        boolean separated =
                end < text.length() && (Character.isWhitespace(text.charAt(end)) || text.charAt(end) == '=');
        String rest = separated ? text.substring(end + 1).strip() : "";
        if (rest.isEmpty()) {
            throw malformed(instruction, "it has no argument");
        }
        switch (word) {
            case "CMD" -> config.set("Cmd", command(rest, instruction));
            case "ENTRYPOINT" -> {
                config.set("Entrypoint", command(rest, instruction));
            }
            case "ENV" -> pairs(rest, instruction).forEach(pair -> setEnvironment(config, pair));
            case "LABEL" -> {
                for (String pair : pairs(rest, instruction)) {
                    int equals = pair.indexOf('=');
                    object(config, "Labels").put(pair.substring(0, equals), pair.substring(equals + 1));
                }
            }
            case "EXPOSE" -> {
                for (String port : Words.split(rest, instruction)) {
                    object(config, "ExposedPorts").putObject(port.indexOf('/') < 0 ? port + "/tcp" : port);
                }
            }
            case "VOLUME" -> {
                for (String volume : list(rest, instruction)) {
                    object(config, "Volumes").putObject(volume);
                }
            }
            case "ONBUILD" -> array(config, "OnBuild").add(rest);
            case "USER" -> config.put("User", rest);
            case "STOPSIGNAL" -> config.put("StopSignal", rest);
            case "WORKDIR" -> config.put("WorkingDir", workingDirectory(config, rest));
            default -> throw malformed(instruction, "it is not known");
        }
    }

    private static String workingDirectory(ObjectNode config, String path) {
        String current = config.path("WorkingDir").asText("");
        return path.startsWith("/") ? path : (current.isEmpty() ? "/" : current + "/") + path;
    }

    private static ArrayNode command(String text, String instruction) {
        ArrayNode words = Json.array();
        if (text.startsWith("[")) {
            list(text, instruction).forEach(words::add);
        } else {
            words.add("/bin/sh").add("-c").add(text);
        }
        return words;
    }

    /** A JSON list of texts, or words. */
    private static List<String> list(String text, String instruction) {
        if (!text.startsWith("[")) {
            return Words.split(text, instruction);
        }
        try {
            List<String> texts = new ArrayList<>();
            for (JsonNode element : Json.parseArray(text.getBytes(StandardCharsets.UTF_8), "its argument")) {
                if (!element.isTextual()) {
                    throw malformed(instruction, "its argument is not a list of texts");
                }
                texts.add(element.textValue());
            }
            return texts;
        } catch (InvalidImageException e) {
            IllegalArgumentException malformed = malformed(instruction, String.valueOf(e.getMessage()));
            malformed.initCause(e);
            throw malformed;
        }
    }

    private static List<String> pairs(String text, String instruction) {
        List<String> words = Words.split(text, instruction);
        if (words.getFirst().indexOf('=') < 0) {
            // The old form: one key, a blank, and the rest is the value.
            if (words.size() < 2) {
                throw malformed(instruction, "it lacks a value");
            }
            return List.of(words.getFirst() + "="
                    + text.substring(words.getFirst().length()).strip());
        }
        if (words.stream().anyMatch(word -> word.indexOf('=') < 1)) {
            throw malformed(instruction, "expected KEY=VALUE");
        }
        return words;
    }

    private static void setEnvironment(ObjectNode config, String pair) {
        String key = pair.substring(0, pair.indexOf('=') + 1);
        ArrayNode variables = array(config, "Env");
        for (int i = 0; i < variables.size(); i++) {
            if (variables.get(i).asText("").startsWith(key)) {
                variables.set(i, pair);
                return;
            }
        }
        variables.add(pair);
    }

    private static ObjectNode object(ObjectNode config, String key) {
        return config.path(key) instanceof ObjectNode present ? present : config.putObject(key);
    }

    private static ArrayNode array(ObjectNode config, String key) {
        return config.path(key) instanceof ArrayNode present ? present : config.putArray(key);
    }

    static IllegalArgumentException malformed(String instruction, String why) {
        return new IllegalArgumentException("change \"" + instruction + "\": " + why);
    }

    /** Splits like a Dockerfile: at blanks, with quotes and backslashes. */
    private static final class Words {
        private Words() {}

        static List<String> split(String text, String instruction) {
            List<String> words = new ArrayList<>();
            StringBuilder word = new StringBuilder();
            char quote = 0;
            boolean inWord = false;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean escapes = c == '\\' && quote != '\'' && i + 1 < text.length();
                if (escapes) {
                    word.append(text.charAt(++i));
                    inWord = true;
                } else if (quote != 0) {
                    quote = c == quote ? 0 : append(word, c, quote);
                } else if (c == '"' || c == '\'') {
                    quote = c;
                    inWord = true;
                } else if (!Character.isWhitespace(c)) {
                    word.append(c);
                    inWord = true;
                } else if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            }
            if (quote != 0) {
                throw malformed(instruction, "a quote is not closed");
            }
            if (inWord) {
                words.add(word.toString());
            }
            return words;
        }

        private static char append(StringBuilder word, char c, char quote) {
            word.append(c);
            return quote;
        }
    }
}
