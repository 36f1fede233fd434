package io.jfs.cli.output;

import io.jfs.cli.output.TemplateToken.Field;
import io.jfs.cli.output.TemplateToken.Literal;
import io.jfs.cli.output.TemplateToken.Symbol;
import io.jfs.cli.output.TemplateToken.Word;
import java.util.ArrayList;
import java.util.List;

/** Splits what stands between the braces of a template into tokens. */
final class TemplateLexer {
    private final String text;
    private int at;

    TemplateLexer(String text) {
        this.text = text;
    }

    List<TemplateToken> tokens() {
        List<TemplateToken> tokens = new ArrayList<>();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '(' || c == ')' || c == '|') {
                tokens.add(new Symbol(c));
                at++;
            } else if (c == '"' || c == '`') {
                tokens.add(new Literal(string(c)));
            } else if (c == '.' || c == '$') {
                tokens.add(field());
            } else if (Character.isDigit(c) || c == '-') {
                tokens.add(new Literal(number()));
            } else if (Character.isLetter(c)) {
                tokens.add(word());
            } else {
                throw new TemplateException("template: unexpected '" + c + "' in {{" + text + "}}");
            }
        }
        return tokens;
    }

    private Field field() {
        boolean fromRoot = text.charAt(at) == '$';
        at += fromRoot ? 1 : 0;
        List<String> path = new ArrayList<>();
        while (at < text.length() && text.charAt(at) == '.') {
            at++;
            String name = name();
            if (!name.isEmpty()) {
                path.add(name);
            }
        }
        return new Field(fromRoot, List.copyOf(path));
    }

    private String name() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return text.substring(start, at);
    }

    private TemplateToken word() {
        String name = name();
        return switch (name) {
            case "true" -> new Literal(true);
            case "false" -> new Literal(false);
            default -> new Word(name);
        };
    }

    private Object number() {
        int start = at;
        at++;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        try {
            return Long.parseLong(text.substring(start, at));
        } catch (NumberFormatException _) {
            throw new TemplateException("template: bad number " + text.substring(start, at));
        }
    }

    private String string(char quote) {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at++);
            if (c == '\\' && quote == '"' && at < text.length()) {
                c = unescape(text.charAt(at++));
            }
            value.append(c);
        }
        if (at == text.length()) {
            throw new TemplateException("template: unterminated string in {{" + text + "}}");
        }
        at++;
        return value.toString();
    }

    private static char unescape(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            default -> c;
        };
    }
}
