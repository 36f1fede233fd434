package io.jfs.cli.output;

import java.util.List;
import java.util.Optional;

/** A parsed template: a list of nodes. */
sealed interface TemplateNode {
    /** Text outside the braces. */
    record Text(String text) implements TemplateNode {}

    /** {@code {{ expression }}}. */
    record Output(Expression value) implements TemplateNode {}

    /** {@code if} and {@code with}, which differ in what the dot means within. */
    record Branch(Expression condition, boolean setsDot, List<TemplateNode> then, List<TemplateNode> otherwise)
            implements TemplateNode {}

    /** {@code range}. */
    record Range(Expression over, List<TemplateNode> each, List<TemplateNode> otherwise) implements TemplateNode {}

    /** Something that has a value. */
    sealed interface Expression {}

    /** A constant. */
    record Constant(Object value) implements Expression {}

    /** Fields from the dot, from the whole record, or from the value of an expression in parentheses. */
    record Path(Optional<Expression> base, boolean fromRoot, List<String> names) implements Expression {}

    /** A function and its arguments; what came through a pipe is the last. */
    record Call(String function, List<Expression> arguments) implements Expression {}
}
