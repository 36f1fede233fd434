package io.jfs.cli.snapshot;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.Session;

/** Makes the commands of this package, for the table of all commands. */
public final class SnapshotCommands {
    private SnapshotCommands() {}

    /** {@code diff}. */
    public static JfsCommand diff(Session session) {
        return new DiffCommand(session);
    }

    /** {@code commit}. */
    public static JfsCommand commit(Session session) {
        return new CommitCommand(session);
    }

    /** {@code snapshot ls}. */
    public static JfsCommand ls(Session session) {
        return new SnapshotLsCommand(session);
    }

    /** {@code snapshot prepare}. */
    public static JfsCommand prepare(Session session) {
        return new PrepareCommand(session);
    }

    /** {@code snapshot view}. */
    public static JfsCommand view(Session session) {
        return new ViewCommand(session);
    }

    /** {@code snapshot commit}. */
    public static JfsCommand commitSnapshot(Session session) {
        return new SnapshotCommitCommand(session);
    }

    /** {@code snapshot mounts}. */
    public static JfsCommand mounts(Session session) {
        return new MountsCommand(session);
    }

    /** {@code snapshot diff}. */
    public static JfsCommand diffSnapshot(Session session) {
        return new SnapshotDiffCommand(session);
    }

    /** {@code snapshot usage}. */
    public static JfsCommand usage(Session session) {
        return new UsageCommand(session);
    }

    /** {@code snapshot rm}. */
    public static JfsCommand remove(Session session) {
        return new SnapshotRmCommand(session);
    }

    /** {@code snapshot tree}. */
    public static JfsCommand tree(Session session) {
        return new SnapshotTreeCommand(session);
    }

    /** {@code layer ls}. */
    public static JfsCommand layers(Session session) {
        return new LayerLsCommand(session);
    }

    /** {@code layer diff}. */
    public static JfsCommand diffLayer(Session session) {
        return new LayerDiffCommand(session);
    }

    /** {@code layer usage}. */
    public static JfsCommand layerUsage(Session session) {
        return new LayerUsageCommand(session);
    }
}
