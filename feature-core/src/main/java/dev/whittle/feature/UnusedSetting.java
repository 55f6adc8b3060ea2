package dev.whittle.feature;

import java.util.List;

/**
 * A setting that has no effect, because of other settings of the same spec. An experiment that gives one is refused.
 *
 * @param key its name; for a setting within another setting, for example {@code training.momentum}
 * @param because the reason: the other setting, as experiments write it, such as "solver lbfgs"
 * @param usedBy a setting that would use it, such as "solver mini-batches"
 */
public record UnusedSetting(String key, String because, String usedBy) {
    /** The unused settings of a part, with their keys in the whole. */
    public static List<UnusedSetting> within(String part, List<UnusedSetting> unused) {
        return unused.stream()
                .map(u -> new UnusedSetting(part + "." + u.key, u.because, u.usedBy))
                .toList();
    }
}
