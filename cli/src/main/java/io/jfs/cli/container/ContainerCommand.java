package io.jfs.cli.container;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Failures;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.Style;
import io.jfs.runtime.container.Container;
import io.jfs.runtime.container.ContainerEngine;
import java.io.IOException;
import java.util.List;

/** A command about containers. */
abstract class ContainerCommand extends JfsCommand {
    ContainerCommand(Session session) {
        super(session);
    }

    final ContainerEngine engine() {
        return Engines.of(session);
    }

    final Container find(String name) throws IOException {
        return engine().find(name);
    }

    /** What is done to each container. */
    interface Action {
        void on(Container container) throws IOException;
    }

    /** Does it to each, and prints each name as it was given; goes on after a failure, and then ends with 1. */
    final int each(List<String> names, Action action) throws IOException {
        int code = ExitCode.OK;
        for (String name : names) {
            try {
                action.on(find(name));
                out().line(name);
                out().flush();
            } catch (IOException e) {
                session.err().line(Style.RED, "jfs: " + Failures.describe(e));
                code = ExitCode.FAILURE;
            }
        }
        return code;
    }
}
