package io.jfs.cli.output;

import java.util.ArrayList;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The functions of the template language: Go's own and docker's additions, as far as jfs takes them. */
final class TemplateFunctions {
    private static final Set<String> NAMES = Set.of(
            "json",
            "index",
            "eq",
            "ne",
            "lt",
            "le",
            "gt",
            "ge",
            "and",
            "or",
            "not",
            "len",
            "print",
            "printf",
            "println",
            "join",
            "lower",
            "upper",
            "split",
            "title",
            "truncate",
            "pad");

    private TemplateFunctions() {}

    static void require(String function) {
        if (!NAMES.contains(function)) {
            throw new TemplateException("template: function \"" + function + "\" not defined; there are "
                    + String.join(", ", NAMES.stream().sorted().toList()));
        }
    }

    static Object call(String function, List<Object> arguments) {
        return switch (function) {
            case "json" -> Json.compact(one(function, arguments));
            case "index" -> index(arguments);
            case "eq" -> equalsAny(arguments);
            case "ne" -> !same(first(function, arguments), at(function, arguments, 1));
            case "lt" -> compare(function, arguments) < 0;
            case "le" -> compare(function, arguments) <= 0;
            case "gt" -> compare(function, arguments) > 0;
            case "ge" -> compare(function, arguments) >= 0;
            case "not" -> !isTrue(one(function, arguments));
            case "len" -> length(one(function, arguments));
            case "print" -> concatenate(arguments, "");
            case "println" -> concatenate(arguments, " ") + "\n";
            case "printf" -> printf(arguments);
            default -> text(function, arguments);
        };
    }

    private static Object text(String function, List<Object> arguments) {
        return switch (function) {
            case "join" -> join(arguments);
            case "lower" -> show(one(function, arguments)).toLowerCase(Locale.ROOT);
            case "upper" -> show(one(function, arguments)).toUpperCase(Locale.ROOT);
            case "split" ->
                List.of(show(first(function, arguments)).split(Pattern.quote(show(at(function, arguments, 1))), -1));
            case "title" -> title(show(one(function, arguments)));
            case "truncate" -> truncate(show(first(function, arguments)), number(function, arguments, 1));
            case "pad" ->
                " ".repeat(number(function, arguments, 1))
                        + show(first(function, arguments))
                        + " ".repeat(number(function, arguments, 2));
            default -> throw new TemplateException("template: function " + function + " cannot stand here");
        };
    }

    /** Go's truth: not empty, not zero, not false. */
    static boolean isTrue(Object value) {
        return switch (value) {
            case Boolean bool -> bool;
            case Number number -> number.doubleValue() != 0;
            case Map<?, ?> map -> !map.isEmpty();
            case List<?> list -> !list.isEmpty();
            default -> !value.toString().isEmpty();
        };
    }

    /** Go's {@code %v}. */
    static String show(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                List<String> parts = new ArrayList<>();
                map.forEach((key, item) -> parts.add(key + ":" + show(item)));
                yield "map[" + String.join(" ", parts) + "]";
            }
            case List<?> list -> {
                List<String> parts = new ArrayList<>();
                list.forEach(item -> parts.add(show(item)));
                yield "[" + String.join(" ", parts) + "]";
            }
            default -> value.toString();
        };
    }

    private static Object index(List<Object> arguments) {
        Object value = first("index", arguments);
        for (Object key : arguments.subList(1, arguments.size())) {
            value = switch (value) {
                case Map<?, ?> map -> {
                    Object found = map.get(show(key));
                    yield found == null ? "" : found;
                }
                case List<?> list -> {
                    int i = key instanceof Number number ? number.intValue() : -1;
                    if (i < 0 || i >= list.size()) {
                        throw new TemplateException("template: index out of range: " + show(key));
                    }
                    yield list.get(i);
                }
                default -> throw new TemplateException("template: cannot index " + show(value));
            };
        }
        return value;
    }

    private static boolean equalsAny(List<Object> arguments) {
        Object wanted = first("eq", arguments);
        at("eq", arguments, 1);
        return arguments.subList(1, arguments.size()).stream().anyMatch(other -> same(wanted, other));
    }

    private static boolean same(Object a, Object b) {
        return (a instanceof Number x && b instanceof Number y) ? x.longValue() == y.longValue() : a.equals(b);
    }

    private static int compare(String function, List<Object> arguments) {
        Object a = first(function, arguments);
        Object b = at(function, arguments, 1);
        return (a instanceof Number x && b instanceof Number y)
                ? Double.compare(x.doubleValue(), y.doubleValue())
                : show(a).compareTo(show(b));
    }

    private static long length(Object value) {
        return switch (value) {
            case Map<?, ?> map -> map.size();
            case List<?> list -> list.size();
            default -> value.toString().length();
        };
    }

    private static String concatenate(List<Object> arguments, String separator) {
        return String.join(
                separator, arguments.stream().map(TemplateFunctions::show).toList());
    }

    private static String printf(List<Object> arguments) {
        String format = show(first("printf", arguments)).replaceAll("%(-?[0-9]*)[vq]", "%$1s");
        try {
            return String.format(
                    Locale.ROOT, format, arguments.subList(1, arguments.size()).toArray());
        } catch (IllegalFormatException e) {
            throw new TemplateException("template: printf \"" + format + "\": " + e.getMessage());
        }
    }

    private static String join(List<Object> arguments) {
        if (!(first("join", arguments) instanceof List<?> list)) {
            throw new TemplateException("template: join needs a list, not " + show(arguments.getFirst()));
        }
        return String.join(
                show(at("join", arguments, 1)),
                list.stream().map(item -> show((Object) item)).toList());
    }

    private static String title(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String truncate(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    private static int number(String function, List<Object> arguments, int at) {
        if (at(function, arguments, at) instanceof Number number && number.intValue() >= 0) {
            return number.intValue();
        }
        throw new TemplateException("template: " + function + " needs a number, not " + show(arguments.get(at)));
    }

    private static Object first(String function, List<Object> arguments) {
        return at(function, arguments, 0);
    }

    private static Object at(String function, List<Object> arguments, int at) {
        if (arguments.size() <= at) {
            throw new TemplateException("template: " + function + " needs more arguments than " + arguments.size());
        }
        return arguments.get(at);
    }

    private static Object one(String function, List<Object> arguments) {
        if (arguments.size() != 1) {
            throw new TemplateException("template: " + function + " needs one argument, not " + arguments.size());
        }
        return arguments.getFirst();
    }
}
