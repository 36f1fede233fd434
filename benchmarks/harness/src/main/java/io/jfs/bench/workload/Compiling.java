package io.jfs.bench.workload;

import io.jfs.bench.data.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A source tree is unpacked and compiled. */
final class Compiling {
    private static final int SOURCES = 30;
    private static final int HEADERS = 20;

    private Compiling() {}

    /** Whether there is a compiler. */
    static boolean available() {
        return Shell.has("gcc") && Shell.has("tar");
    }

    private static Path sources(Site site) throws IOException {
        Path tar = site.data().directory().resolve("source.tar");
        if (Files.exists(tar)) {
            return tar;
        }
        Path source = Files.createDirectories(site.data().directory().resolve("source"));
        StringBuilder includes = new StringBuilder();
        for (int i = 0; i < HEADERS; i++) {
            Files.writeString(
                    source.resolve("h" + i + ".h"), "static inline int h" + i + "(int x){return x*" + i + ";}\n");
            includes.append("#include \"h").append(i).append(".h\"\n");
        }
        for (int i = 0; i < SOURCES; i++) {
            String main = i == 0 ? "int main(void){return h1(0);}\n" : "";
            Files.writeString(
                    source.resolve("s" + i + ".c"), includes + "int f" + i + "(int x){return h2(x);}\n" + main);
        }
        Shell.run(java.util.List.of("tar", "cf", tar.toString(), "-C", source.toString(), "."));
        return tar;
    }

    /** Makes the archive. */
    static void prepare(Site site) throws IOException {
        sources(site);
    }

    /** {@code tar x}, {@code gcc -c} of each file, and linking. */
    static void run(Site site) throws IOException {
        Shell.script("mkdir '" + site.root() + "/build' && cd '" + site.root() + "/build' && tar xf '" + sources(site)
                + "' && for f in *.c; do gcc -O0 -c $f; done && gcc -o program *.o");
    }

    /** The program runs, and is there with all that led to it. */
    static String check(Site site) throws IOException {
        Shell.run(java.util.List.of(site.root().resolve("build/program").toString()));
        return TreeScan.stat(site.root().resolve("build")).split(",", -1)[0];
    }
}
