package io.jfs.core.store;

import io.jfs.core.SnapshotInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * Which snapshots are wanted, in containerd's filter language. Immutable.
 *
 * <pre>
 * filter   = selector { "," selector }              all of them must hold
 * selector = field [ operator value ]               without operator: the field is there
 * field    = name { "." name }                      kind, name, parent, or labels and a label's key
 * name     = letters, digits, underscores, or "quoted"
 * operator = "==" | "!=" | "~="                     equal, not equal, matches a regular expression somewhere
 * value    = "quoted", or anything up to a comma or blank; after ~= also /quoted/ or |quoted|
 * </pre>
 *
 * <p>Examples: {@code kind==active}, {@code parent!=""}, {@code labels."containerd.io/gc.root"==x,name~=^sha256:}. A
 * label that is not there is not equal to anything, and for {@code ~=} is empty text. Regular expressions are RE2's, as
 * Go has them: matching takes time in proportion to the text, so a filter may come from anybody; there are no back
 * references and no look-around, and what repeats more than a thousand times, nesting counted, is refused.
 * {@code name==}, {@code parent==} and {@code labels.k==} are looked up in an index, whatever else the filter holds.
 */
public final class Filter {
    /** Every snapshot. */
    public static final Filter ALL = new Filter(List.of(List.of()));

    private final List<List<Selector>> alternatives;

    private Filter(List<List<Selector>> alternatives) {
        this.alternatives = List.copyOf(alternatives);
    }

    /**
     * Reads filters.
     *
     * @param filters alternatives, one of which must hold; none means every snapshot, and so does an empty text
     * @throws IllegalArgumentException if one is malformed; says where
     */
    public static Filter parse(List<String> filters) {
        if (filters.isEmpty()) {
            return ALL;
        }
        List<List<Selector>> parsed = new ArrayList<>(filters.size());
        for (String filter : filters) {
            parsed.add(new FilterParser(filter).parse());
        }
        return new Filter(parsed);
    }

    /** Whether the snapshot is wanted. */
    public boolean matches(SnapshotInfo snapshot) {
        return alternatives.stream().anyMatch(all -> all.stream().allMatch(selector -> selector.matches(snapshot)));
    }

    /** The alternatives; each holds if all its selectors hold. */
    List<List<Selector>> alternatives() {
        return alternatives;
    }
}
