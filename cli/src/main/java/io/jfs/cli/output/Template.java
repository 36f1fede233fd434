package io.jfs.cli.output;

import io.jfs.cli.output.TemplateNode.Branch;
import io.jfs.cli.output.TemplateNode.Call;
import io.jfs.cli.output.TemplateNode.Constant;
import io.jfs.cli.output.TemplateNode.Expression;
import io.jfs.cli.output.TemplateNode.Output;
import io.jfs.cli.output.TemplateNode.Path;
import io.jfs.cli.output.TemplateNode.Range;
import io.jfs.cli.output.TemplateNode.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The subset of Go's text/template that {@code --format} takes: fields, pipes, {@code if}, {@code with}, {@code range},
 * {@code else}, {@code end}, trim marks, and the functions which {@link TemplateFunctions} lists. No variables.
 *
 * <p>Immutable. A field that a record does not have is an error that lists those it has.
 */
public final class Template {
    private final List<TemplateNode> nodes;

    private Template(List<TemplateNode> nodes) {
        this.nodes = nodes;
    }

    /**
     * Parses a template. {@code \t} and {@code \n} outside of braces stand for tab and line feed, since shells pass
     * them as they are.
     *
     * @throws TemplateException if it is malformed
     */
    public static Template parse(String source) {
        return new Template(new TemplateParser(source.replace("\\t", "\t").replace("\\n", "\n")).parse());
    }

    /**
     * The text for one record.
     *
     * @throws TemplateException if the record lacks a field, or a function gets what it cannot take
     */
    public String render(Object data) {
        return new Evaluator(data, false).render(nodes);
    }

    /**
     * The text of the table's header: each field stands for its heading, functions pass their first argument through.
     *
     * @param headings heading by field
     */
    String renderHeadings(Map<String, String> headings) {
        return new Evaluator(headings, true).render(nodes);
    }

    private record Evaluator(Object root, boolean headings) {
        String render(List<TemplateNode> nodes) {
            StringBuilder out = new StringBuilder();
            render(nodes, root, out);
            return out.toString();
        }

        private void render(List<TemplateNode> nodes, Object dot, StringBuilder out) {
            for (TemplateNode node : nodes) {
                switch (node) {
                    case Text(String text) -> out.append(text);
                    case Output(Expression value) -> out.append(TemplateFunctions.show(evaluate(value, dot)));
                    case Branch branch -> {
                        Object value = evaluate(branch.condition(), dot);
                        boolean holds = TemplateFunctions.isTrue(value);
                        render(
                                holds ? branch.then() : branch.otherwise(),
                                holds && branch.setsDot() ? value : dot,
                                out);
                    }
                    case Range range -> range(range, dot, out);
                }
            }
        }

        private void range(Range range, Object dot, StringBuilder out) {
            Object over = evaluate(range.over(), dot);
            List<?> items = switch (over) {
                case List<?> list -> list;
                case Map<?, ?> map -> new ArrayList<>(map.values());
                default -> {
                    if (headings) {
                        yield List.of();
                    }
                    throw new TemplateException("template: range over " + TemplateFunctions.show(over));
                }
            };
            for (Object item : items) {
                render(range.each(), item, out);
            }
            if (items.isEmpty()) {
                render(range.otherwise(), dot, out);
            }
        }

        private Object evaluate(Expression expression, Object dot) {
            return switch (expression) {
                case Constant(Object value) -> value;
                case Path path -> {
                    Object base =
                            path.base().isPresent() ? evaluate(path.base().get(), dot) : path.fromRoot() ? root : dot;
                    yield follow(base, path.names());
                }
                case Call call -> call(call, dot);
            };
        }

        private Object call(Call call, Object dot) {
            if (call.function().equals("and") || call.function().equals("or")) {
                boolean stopAt = call.function().equals("or");
                Object value = "";
                for (Expression argument : call.arguments()) {
                    value = evaluate(argument, dot);
                    if (TemplateFunctions.isTrue(value) == stopAt) {
                        return value;
                    }
                }
                return value;
            }
            if (headings && !call.arguments().isEmpty()) {
                return evaluate(call.arguments().getFirst(), dot);
            }
            List<Object> arguments = new ArrayList<>();
            for (Expression argument : call.arguments()) {
                arguments.add(evaluate(argument, dot));
            }
            return TemplateFunctions.call(call.function(), arguments);
        }

        private Object follow(Object base, List<String> names) {
            Object value = base;
            for (String name : names) {
                if (!(value instanceof Map<?, ?> map)) {
                    if (headings) {
                        return value;
                    }
                    throw new TemplateException("template: ." + name + ": not a record");
                }
                Object found = map.get(name);
                if (found == null) {
                    throw new TemplateException("template: no field ." + name + "; there are "
                            + map.keySet().stream().map(key -> "." + key).collect(Collectors.joining(" ")));
                }
                value = found;
            }
            return value;
        }
    }
}
