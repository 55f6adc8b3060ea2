package dev.whittle.classify.nn;

import java.util.List;

/**
 * The views of an image whose scores a network averages when it is used. Moved views have a reflected border, see
 * {@link Border#REFLECTED}.
 */
public enum Views {
    /** The image alone. */
    NONE(false, List.of(new Move(0, 1))),

    /** The image and its mirror image. */
    FLIP(true, List.of(new Move(0, 1))),

    /**
     * The image moved by one pixel down and right, by one pixel up and left, and not moved, each with its mirror image:
     * six views. Those that are not moved have half of the weight. Jordan, "94% on CIFAR-10 in 3.29 seconds on a single
     * GPU" (2024), section 3.5.
     */
    FLIP_AND_SHIFT(true, List.of(new Move(0, 0.5f), new Move(-1, 0.25f), new Move(1, 0.25f)));

    /**
     * Row i and column j of a view are row i + by and column j + by of the image.
     *
     * @param weight of this view and its mirror image together
     */
    private record Move(int by, float weight) {}

    private final boolean mirrored;
    private final List<Move> moves;

    Views(boolean mirrored, List<Move> moves) {
        this.mirrored = mirrored;
        this.moves = moves;
    }

    /** How many views there are. */
    public int count() {
        return mirrored ? 2 * moves.size() : moves.size();
    }

    /** The weight of a view. */
    float weight(int view) {
        return mirrored ? moves.get(view / 2).weight() / 2 : moves.get(view).weight();
    }

    /** Replaces {@code n} images by a view of them. */
    void apply(int view, float[] images, int n, Shape shape) {
        int by = moves.get(mirrored ? view / 2 : view).by();
        boolean mirror = mirrored && view % 2 == 1;
        int rows = shape.dimension(1);
        int columns = shape.dimension(2);
        float[] plane = new float[shape.inner()];
        for (int p = 0; (by != 0 || mirror) && p < n * shape.dimension(0); p++) {
            System.arraycopy(images, p * plane.length, plane, 0, plane.length);
            for (int i = 0; i < rows; i++) {
                int row = Border.REFLECTED.source(i + by, rows) * columns;
                for (int j = 0; j < columns; j++) {
                    // The moved image is mirrored, not the mirrored image moved.
                    int source = Border.REFLECTED.source((mirror ? columns - 1 - j : j) + by, columns);
                    images[p * plane.length + i * columns + j] = plane[row + source];
                }
            }
        }
    }

    /** @throws IllegalArgumentException if images of this shape have no such views */
    void require(Shape image) {
        if (this == FLIP_AND_SHIFT) {
            Border.REFLECTED.require(image, 1);
        }
    }
}
