package io.jfs.bench.contender;

import io.jfs.bench.data.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Somebody else's program.
 *
 * @param programs which must be there
 * @param opening makes it ready in a directory
 */
record PeerContender(String name, String description, List<String> programs, Opening opening) implements Contender {
    /** See {@link Contender#open}. */
    interface Opening {
        Backend open(Path directory) throws IOException;
    }

    PeerContender {
        programs = List.copyOf(programs);
    }

    @Override
    public Kind kind() {
        return Kind.PEER;
    }

    @Override
    public Optional<String> problem(Path directory) {
        return programs.stream()
                .filter(program -> !Shell.has(program))
                .findFirst()
                .map(program -> "program " + program + " is not there");
    }

    @Override
    public Backend open(Path directory) throws IOException {
        return opening.open(directory);
    }
}
