package dev.whittle.classify;

import java.util.ArrayList;
import java.util.List;

/**
 * A setting that a spec does not look at, because of its other settings.
 *
 * @param key its name; within another {@code training.momentum}
 * @param because the setting that makes it idle, as experiments write it, such as "solver lbfgs"
 * @param readBy what would look at it, such as "solver mini-batches"
 */
public record Idle(String key, String because, String readBy) {
    /** A spec, or a part of one, some of whose settings may be idle. */
    public interface Holder {
        List<Idle> idle();
    }

    /** The idle settings of a part, as the whole names them. */
    public static List<Idle> within(String key, Holder part) {
        List<Idle> all = new ArrayList<>();
        part.idle().forEach(idle -> all.add(new Idle(key + "." + idle.key, idle.because, idle.readBy)));
        return all;
    }
}
