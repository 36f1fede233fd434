package io.jfs.runtime.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.runtime.spec.InvalidSpecException;
import io.jfs.runtime.spec.SpecValue;
import java.time.Instant;
import java.util.Optional;

/**
 * When a container ran.
 *
 * @param startedAt empty if it never was
 * @param restarts how often its policy started it again
 * @param stoppedByUser whether somebody stopped it, so that {@code unless-stopped} does not start it again
 * @param error why the last start failed; empty if it did not
 * @param address in the network, for {@code inspect}; empty without one
 */
public record RunState(Optional<Instant> startedAt, int restarts, boolean stoppedByUser, String error, String address) {
    /** Of a container that was just made. */
    public static final RunState NEVER = new RunState(Optional.empty(), 0, false, "", "");

    RunState started(Instant when, String where) {
        return new RunState(Optional.of(when), restarts, false, "", where);
    }

    RunState restarted() {
        return new RunState(startedAt, restarts + 1, false, error, address);
    }

    RunState stopped() {
        return new RunState(startedAt, restarts, true, error, address);
    }

    RunState failed(String why) {
        return new RunState(startedAt, restarts, stoppedByUser, why, "");
    }

    byte[] toBytes() {
        ObjectNode json = Json.object();
        startedAt.ifPresent(when -> json.put("startedAt", when.toString()));
        json.put("restarts", restarts).put("stoppedByUser", stoppedByUser).put("error", error);
        return Json.bytes(json.put("address", address));
    }

    static RunState parse(byte[] text, String document) throws InvalidSpecException {
        SpecValue json = SpecValue.parse(text, document);
        return new RunState(
                json.optional("startedAt", ContainerRecord::instant),
                json.optionalInt("restarts", 0, Integer.MAX_VALUE).orElse(0),
                json.flag("stoppedByUser"),
                json.optionalText("error").orElse(""),
                json.optionalText("address").orElse(""));
    }
}
