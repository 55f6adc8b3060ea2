package dev.whittle.feature.registry;

import dev.whittle.feature.Fitted;
import dev.whittle.feature.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A kind of spec that files can name. The name is chosen once: experiments, results and models hold it, and it stays
 * when the class is renamed. The keys of a file are the names of the record's components, see {@link Schema}; a test
 * holds them.
 *
 * @param name in files, in lower case with hyphens, such as {@code color-histogram}
 * @param type the record of its settings
 * @param data what it is fitted to, such as {@code Dataset.class}
 * @param fitted what comes out of {@code fit}, such as {@code FeatureExtractor.class}
 * @param summary what it is, in one line
 * @param source where it is defined: the paper, the library; empty where there is nothing to cite
 */
public record SpecType<D, M extends Fitted>(
        String name,
        Class<? extends Spec<D, ? extends M>> type,
        Class<D> data,
        Class<M> fitted,
        String summary,
        String source) {
    /** What a file says in place of a name where a spec has none. */
    public static final String UNNAMED = "unnamed";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    public SpecType {
        List<String> wrong = new ArrayList<>();
        if (name == null || !NAME.matcher(name).matches() || name.equals(UNNAMED)) {
            wrong.add("the name is in lower case with hyphens, such as color-histogram, and not '" + UNNAMED + "', got "
                    + name);
        }
        if (type == null || !type.isRecord()) {
            wrong.add("the type is a record, got " + type);
        }
        if (data == null || fitted == null) {
            wrong.add("data and fitted are given, got " + data + " and " + fitted);
        }
        if (summary == null || source == null || summary.isBlank()) {
            wrong.add("a summary is given, and a source, which may be empty, got " + summary + " and " + source);
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("Type of a spec: " + String.join("; ", wrong));
        }
    }

    /** Whether it is fitted to such data and gives such a thing. */
    public boolean fits(Class<?> data, Class<?> fitted) {
        return data.isAssignableFrom(this.data) && fitted.isAssignableFrom(this.fitted);
    }

    /** Its keys with their types and defaults. */
    public Schema schema() {
        return Schema.of(type);
    }
}
