package io.jfs.cli.output;

import io.jfs.cli.output.TemplateNode.Branch;
import io.jfs.cli.output.TemplateNode.Call;
import io.jfs.cli.output.TemplateNode.Constant;
import io.jfs.cli.output.TemplateNode.Expression;
import io.jfs.cli.output.TemplateNode.Output;
import io.jfs.cli.output.TemplateNode.Path;
import io.jfs.cli.output.TemplateNode.Range;
import io.jfs.cli.output.TemplateNode.Text;
import io.jfs.cli.output.TemplateToken.Field;
import io.jfs.cli.output.TemplateToken.Literal;
import io.jfs.cli.output.TemplateToken.Symbol;
import io.jfs.cli.output.TemplateToken.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Recursive descent over the source; expressions go through {@link TemplateLexer}. */
final class TemplateParser {
    private static final Set<String> CLOSING = Set.of("end", "else");

    private final String source;
    private int at;
    /** The tokens of the braces just read. */
    private List<TemplateToken> action = List.of();

    private int next;
    private boolean trimNext;

    TemplateParser(String source) {
        this.source = source;
    }

    List<TemplateNode> parse() {
        List<TemplateNode> nodes = block();
        if (!action.isEmpty()) {
            throw new TemplateException("template: unexpected {{" + keyword() + "}}");
        }
        return nodes;
    }

    /** Reads up to a closing action, which is left in {@link #action}, or to the end, where it is empty. */
    private List<TemplateNode> block() {
        List<TemplateNode> nodes = new ArrayList<>();
        while (true) {
            text(nodes);
            if (!readAction()) {
                return nodes;
            }
            String keyword = keyword();
            if (CLOSING.contains(keyword)) {
                return nodes;
            }
            nodes.add(
                    switch (keyword) {
                        case "if", "with" -> branch(keyword);
                        case "range" -> range();
                        default -> new Output(pipeline(true));
                    });
        }
    }

    private void text(List<TemplateNode> nodes) {
        int open = source.indexOf("{{", at);
        String text = source.substring(at, open < 0 ? source.length() : open);
        text = trimNext ? text.stripLeading() : text;
        if (open >= 0 && source.startsWith("{{- ", open)) {
            text = text.stripTrailing();
        }
        if (!text.isEmpty()) {
            nodes.add(new Text(text));
        }
        at = open < 0 ? source.length() : open;
    }

    private boolean readAction() {
        action = List.of();
        next = 0;
        if (at == source.length()) {
            return false;
        }
        int close = source.indexOf("}}", at);
        if (close < 0) {
            throw new TemplateException("template: {{ without }} in " + source);
        }
        String inner = source.substring(at + 2, close);
        at = close + 2;
        trimNext = inner.endsWith(" -");
        inner = trimNext ? inner.substring(0, inner.length() - 2) : inner;
        inner = inner.startsWith("- ") ? inner.substring(2) : inner;
        action = new TemplateLexer(inner).tokens();
        if (action.isEmpty()) {
            throw new TemplateException("template: empty {{}}");
        }
        return true;
    }

    private String keyword() {
        return action.getFirst() instanceof Word(String text) ? text : "";
    }

    private TemplateNode branch(String keyword) {
        next = 1;
        Expression condition = pipeline(true);
        List<TemplateNode> then = block();
        return new Branch(condition, keyword.equals("with"), then, otherwise(keyword));
    }

    private TemplateNode range() {
        next = 1;
        Expression over = pipeline(true);
        List<TemplateNode> each = block();
        return new Range(over, each, otherwise("range"));
    }

    private List<TemplateNode> otherwise(String keyword) {
        if (action.isEmpty()) {
            throw new TemplateException("template: {{" + keyword + "}} without {{end}}");
        }
        if (keyword().equals("end")) {
            return List.of();
        }
        if (action.size() > 1) {
            action = action.subList(1, action.size());
            return List.of(branch(keyword()));
        }
        List<TemplateNode> nodes = block();
        if (action.isEmpty() || !keyword().equals("end")) {
            throw new TemplateException("template: {{else}} without {{end}}");
        }
        return nodes;
    }

    private Expression pipeline(boolean toEnd) {
        Expression value = command(Optional.empty());
        while (isSymbol('|')) {
            next++;
            value = command(Optional.of(value));
        }
        if (toEnd && next < action.size()) {
            throw new TemplateException("template: unexpected " + describe(action.get(next)));
        }
        return value;
    }

    private Expression command(Optional<Expression> piped) {
        if (next < action.size() && action.get(next) instanceof Word(String function)) {
            next++;
            TemplateFunctions.require(function);
            List<Expression> arguments = new ArrayList<>();
            while (next < action.size() && !isSymbol('|') && !isSymbol(')')) {
                arguments.add(operand());
            }
            piped.ifPresent(arguments::add);
            return new Call(function, List.copyOf(arguments));
        }
        if (piped.isPresent()) {
            throw new TemplateException("template: a function must follow |");
        }
        return operand();
    }

    private Expression operand() {
        if (next == action.size()) {
            throw new TemplateException("template: an expression is missing");
        }
        TemplateToken token = action.get(next++);
        return switch (token) {
            case Literal(Object value) -> new Constant(value);
            case Field(boolean fromRoot, List<String> names) -> new Path(Optional.empty(), fromRoot, names);
            case Word(String function) -> {
                TemplateFunctions.require(function);
                yield new Call(function, List.of());
            }
            case Symbol(char symbol) -> {
                if (symbol != '(') {
                    throw new TemplateException("template: unexpected " + symbol);
                }
                yield parenthesized();
            }
        };
    }

    private Expression parenthesized() {
        Expression inner = pipeline(false);
        if (!isSymbol(')')) {
            throw new TemplateException("template: ( without )");
        }
        next++;
        if (next < action.size()
                && action.get(next) instanceof Field(boolean fromRoot, List<String> names)
                && !fromRoot) {
            next++;
            return new Path(Optional.of(inner), false, names);
        }
        return inner;
    }

    private boolean isSymbol(char symbol) {
        return next < action.size() && action.get(next) instanceof Symbol(char found) && found == symbol;
    }

    private static String describe(TemplateToken token) {
        return switch (token) {
            case Literal(Object value) -> value.toString();
            case Field field -> "." + String.join(".", field.path());
            case Word(String text) -> text;
            case Symbol(char symbol) -> String.valueOf(symbol);
        };
    }
}
