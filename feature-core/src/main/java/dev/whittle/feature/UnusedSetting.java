package dev.whittle.feature;

import java.util.List;

/**
 * A setting that has no effect, because of other settings of the same spec. An experiment that gives one is refused.
 *
 * @param key its name; of a setting within another {@code training.momentum}
 * @param because the setting that leaves it without effect, as experiments write it, such as "solver lbfgs"
 * @param usedBy what would use it, such as "solver mini-batches"
 */
public record UnusedSetting(String key, String because, String usedBy) {
    /** The unused settings of a part, named as the whole names them. */
    public static List<UnusedSetting> within(String part, List<UnusedSetting> unused) {
        return unused.stream()
                .map(u -> new UnusedSetting(part + "." + u.key, u.because, u.usedBy))
                .toList();
    }
}
