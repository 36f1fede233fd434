package io.jfs.runtime.plan;

import java.util.List;

/**
 * Who a process is and what it may do. Capability sets have one bit for each capability.
 *
 * @param umask -1 leaves it
 */
public record Credentials(
        int uid,
        int gid,
        int umask,
        long bounding,
        long effective,
        long inheritable,
        long permitted,
        long ambient,
        List<Integer> groups) {

    long[] numbers() {
        long[] numbers = new long[8 + groups.size()];
        long[] fixed = {
            Integer.toUnsignedLong(uid),
            Integer.toUnsignedLong(gid),
            umask,
            bounding,
            effective,
            inheritable,
            permitted,
            ambient
        };
        System.arraycopy(fixed, 0, numbers, 0, fixed.length);
        for (int i = 0; i < groups.size(); i++) {
            numbers[8 + i] = Integer.toUnsignedLong(groups.get(i));
        }
        return numbers;
    }
}
