package dev.whittle.feature;

import dev.whittle.feature.table.CodedRows;
import dev.whittle.feature.table.Rows;
import java.util.List;
import java.util.Optional;

/**
 * A way to store the rows that a head is trained on in less memory than floats take. It is the last of a list of
 * transforms. Whatever trains a head asks for {@link #last}, and gives the head the rows that a {@link Coder} stored.
 *
 * <p>Rows that the head scores are not compressed. So nothing of what was learned is needed once the head is trained: a
 * model file holds the settings alone, and the fitted transform gives back its input.
 */
public interface Compression extends NeedsNoData<Rows, Transform>, LearnedSize {
    /** What {@link #learn} returns: stores rows as codes. */
    interface Coder extends Fitted {
        /**
         * The codes of these rows, which are decoded whenever they are read.
         *
         * @throws IllegalArgumentException if the rows have another number of columns, or a value is not finite
         */
        CodedRows code(Rows rows, Run run);
    }

    /**
     * Learns from training rows how to store them.
     *
     * @throws IllegalArgumentException if there are fewer than {@link #leastRows}, or a value is not finite
     */
    Coder learn(Rows train, Run run);

    /** The transform of rows to be scored, which stay as they are. */
    @Override
    default Transform fitted() {
        return new Unchanged(toString());
    }

    /**
     * The compression at the end of a list of transforms; empty if there is none.
     *
     * @throws IllegalArgumentException if there is one elsewhere, since a transform after it would decode all rows
     */
    static Optional<Compression> last(List<? extends Spec<?, ?>> transforms) {
        for (int i = 0; i < transforms.size(); i++) {
            if (transforms.get(i) instanceof Compression compression) {
                if (i == transforms.size() - 1) {
                    return Optional.of(compression);
                }
                throw new IllegalArgumentException("A compression, such as product-quantization, must be the last"
                        + " transform, got " + compression + " as number " + (i + 1) + " of " + transforms.size()
                        + "; a transform after it would decode all rows");
            }
        }
        return Optional.empty();
    }

    /** Whether there is a compression in a list of transforms, at whatever place. */
    static boolean isIn(List<? extends Spec<?, ?>> transforms) {
        return transforms.stream().anyMatch(part -> part instanceof Compression);
    }

    /** The transforms of a list that change rows: all but a compression at its end. */
    static <T extends Spec<?, ?>> List<T> transformsBefore(List<T> transforms) {
        return last(transforms).isEmpty() ? transforms : transforms.subList(0, transforms.size() - 1);
    }
}
