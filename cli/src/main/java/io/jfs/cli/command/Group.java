package io.jfs.cli.command;

import picocli.CommandLine.Command;

/** A noun that has verbs. By itself it only prints help. */
@Command(synopsisSubcommandLabel = "COMMAND")
public final class Group {}
