package io.jfs.bench.workload;

import io.jfs.bench.data.DataSet;
import io.jfs.bench.data.DataSize;
import io.jfs.bench.workload.MountedCase.Action;
import io.jfs.bench.workload.MountedCase.Check;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** All workloads. */
public final class Workloads {
    /** The workloads that give a first answer. */
    public static final List<String> QUICK =
            List.of("mount/depth=8", "walk", "read/cold", "copy-up/kib=1024", "create", "remove-lower");

    private static final Check TREE = site -> TreeScan.stat(site.root().resolve(DataSet.TREE));
    private static final Check NEW = site -> TreeScan.read(site.root().resolve(FileWork.NEW));
    private static final Check NOTHING = site -> "";

    private Workloads() {}

    /** All cases for a size of data. */
    public static List<Case> all(DataSize size) {
        List<Case> cases = new ArrayList<>();
        cases.add(new UnpackCase());
        size.depths().forEach(depth -> cases.add(new MountCase(depth)));
        cases.addAll(reading());
        for (int kibibytes : size.copyKibibytes()) {
            cases.add(copyUp(kibibytes));
        }
        cases.addAll(writing());
        cases.add(StoreCase.diff());
        cases.add(StoreCase.remove());
        cases.add(new StartCase());
        cases.add(new RunCase());
        cases.add(new DensityCase());
        cases.add(new SpaceCase());
        return cases;
    }

    private static List<Case> reading() {
        Action walk = site -> TreeScan.stat(site.root().resolve(DataSet.TREE));
        Action read = site -> TreeScan.read(site.root().resolve(DataSet.TREE));
        Check content = site -> TreeScan.read(site.root().resolve(DataSet.TREE));
        return List.of(
                reading("walk", true, "list and stat all small files", Action.NONE, walk, TREE),
                reading("walk", false, "list and stat all small files again", walk, walk, TREE),
                reading("read", true, "read all small files", Action.NONE, read, content),
                reading("read", false, "read all small files again", read, read, content),
                reading("open", false, "open and close all small files", read, FileWork::openAll, NOTHING),
                reading("read-big", true, "read the big file in 128 KiB", Action.NONE, FileWork::readBig, NOTHING),
                reading(
                        "random-read",
                        false,
                        "read 4 KiB at 2,000 places",
                        FileWork::readBig,
                        FileWork::randomRead,
                        NOTHING));
    }

    private static Case reading(
            String workload, boolean cold, String description, Action before, Action work, Check check) {
        String cache = cold ? "cold" : "warm";
        return new MountedCase(
                workload + "/" + cache,
                workload,
                description + (cold ? ", caches empty" : ", caches warm"),
                Map.of("cache", cache),
                false,
                cold,
                before,
                work,
                check);
    }

    private static Case copyUp(int kibibytes) {
        return new MountedCase(
                "copy-up/kib=" + kibibytes,
                "copy-up",
                "write the first byte to a file of the image",
                Map.of("kib", Integer.toString(kibibytes)),
                true,
                false,
                Action.NONE,
                site -> FileWork.firstWrite(site, kibibytes),
                site -> TreeScan.read(site.root().resolve(DataSet.COPY)));
    }

    private static List<Case> writing() {
        List<Case> cases = new ArrayList<>(List.of(
                writing("chown", "chown -R of all small files", Action.NONE, FileWork::chown, TREE),
                writing("create", "make small files of 1 KiB", Action.NONE, FileWork::create, NEW),
                writing("rename", "rename those", FileWork::create, FileWork::rename, NEW),
                writing("unlink", "remove those", FileWork::create, FileWork::unlink, NEW),
                writing(
                        "remove-lower",
                        "rm -r of all small files of the image",
                        Action.NONE,
                        FileWork::removeLower,
                        TREE),
                writing("write-big", "write a big file in 128 KiB", Action.NONE, FileWork::writeBig, NOTHING),
                writing("fsync", "append 4 KiB and fsync, 40 times", Action.NONE, FileWork::sync, NOTHING)));
        if (Compiling.available()) {
            cases.add(writing(
                    "compile",
                    "unpack 30 C files, compile and link",
                    Compiling::prepare,
                    Compiling::run,
                    Compiling::check));
        }
        return cases;
    }

    private static Case writing(String workload, String description, Action before, Action work, Check check) {
        return new MountedCase(workload, workload, description, Map.of(), true, false, before, work, check);
    }

    /**
     * The cases of these workloads; a name may also be the id of one case.
     *
     * @param names {@code all} means all of them
     * @throws IOException if a name is unknown; says which there are
     */
    public static List<Case> named(List<String> names, DataSize size) throws IOException {
        List<Case> all = all(size);
        if (names.contains("all")) {
            return all;
        }
        Set<String> known =
                all.stream().map(Case::workload).collect(Collectors.toCollection(java.util.LinkedHashSet::new));
        for (String name : names) {
            if (!known.contains(name)
                    && all.stream().noneMatch(each -> each.id().equals(name))) {
                throw new IOException("workload " + name + ": not known; there are: " + String.join(", ", known));
            }
        }
        return all.stream()
                .filter(each -> names.contains(each.workload()) || names.contains(each.id()))
                .toList();
    }

    /** The workloads with what they do, in order. */
    public static Map<String, String> descriptions(DataSize size) {
        Map<String, String> descriptions = new LinkedHashMap<>();
        all(size).forEach(each -> descriptions.putIfAbsent(each.workload(), each.description()));
        return descriptions;
    }
}
