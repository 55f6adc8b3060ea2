package dev.whittle.feature.registry;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Fitted;
import dev.whittle.feature.Spec;
import java.util.regex.Pattern;

/**
 * A kind of spec with a name in files. The name is chosen once. Experiments, results and models contain it, so it stays
 * when the class is renamed. The keys in a file are the names of the record's components, see {@link Schema}; a test
 * pins them.
 *
 * @param name in files, in lower case with hyphens, such as {@code color-histogram}
 * @param type the record of its settings
 * @param data what it is fitted to, such as {@code Dataset.class}
 * @param fitted what {@code fit} returns, such as {@code FeatureExtractor.class}
 * @param summary what it is, in one line
 * @param source where it is defined, such as a paper or a library; empty if there is nothing to cite
 */
public record SpecType<D, M extends Fitted>(
        String name,
        Class<? extends Spec<D, ? extends M>> type,
        Class<D> data,
        Class<M> fitted,
        String summary,
        String source) {
    /** Stands in a file in place of the name of a spec that has none. */
    public static final String UNNAMED = "unnamed";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    public SpecType {
        Checks checks = new Checks("Type of a spec");
        checks.refuse(
                name == null || !NAME.matcher(name).matches() || name.equals(UNNAMED),
                "the name is in lower case with hyphens, such as color-histogram, and not '" + UNNAMED + "', got "
                        + name);
        checks.refuse(type == null || !type.isRecord(), "the type is a record, got " + type);
        checks.refuse(data == null || fitted == null, "data and fitted are given, got " + data + " and " + fitted);
        checks.refuse(
                summary == null || source == null || summary.isBlank(),
                "a summary is given, and a source, which may be empty, got " + summary + " and " + source);
        checks.report();
    }

    /** Whether specs of this type are fitted to this type of data and return this type of fitted object. */
    public boolean fits(Class<?> data, Class<?> fitted) {
        return data.isAssignableFrom(this.data) && fitted.isAssignableFrom(this.fitted);
    }

    /** Its keys with their types and defaults. */
    public Schema schema() {
        return Schema.of(type);
    }
}
