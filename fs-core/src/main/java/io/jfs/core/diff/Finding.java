package io.jfs.core.diff;

import io.jfs.core.ChangeKind;
import io.jfs.core.tree.NameOrder;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;

/** What a walk found of one path, kept. */
sealed interface Finding {
    /** The order in which findings are told. */
    Comparator<Finding> ORDER = Comparator.comparing(Finding::path, NameOrder.PATHS);

    String path();

    void tell(PairWalk.Findings receiver) throws IOException;

    /** Only the parent has it. */
    record Deleted(String path) implements Finding {
        @Override
        public void tell(PairWalk.Findings receiver) throws IOException {
            receiver.deleted(path);
        }
    }

    /** As {@link PairWalk.Findings#present} was told; of the nodes only what they are is still good. */
    record Present(String path, Optional<ChangeKind> kind, Optional<Node> before, Node after) implements Finding {
        @Override
        public void tell(PairWalk.Findings receiver) throws IOException {
            receiver.present(path, kind, before, after);
        }
    }
}
