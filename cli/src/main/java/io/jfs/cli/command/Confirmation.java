package io.jfs.cli.command;

import io.jfs.cli.session.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Asks before something is deleted. */
public final class Confirmation {
    private Confirmation() {}

    /** Warns and asks; anything but {@code y} or {@code yes} means no. */
    public static boolean ask(Session session, String warning) throws IOException {
        session.out().print("WARNING! " + warning + "\nAre you sure you want to continue? [y/N] ");
        session.out().flush();
        String answer = new BufferedReader(new InputStreamReader(session.in(), StandardCharsets.UTF_8)).readLine();
        String word = answer == null ? "" : answer.strip().toLowerCase(Locale.ROOT);
        return word.equals("y") || word.equals("yes");
    }
}
