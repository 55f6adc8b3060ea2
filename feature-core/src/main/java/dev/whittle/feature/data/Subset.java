package dev.whittle.feature.data;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Some images of a data set, in a given order. Its hash covers only these images. */
public final class Subset extends PixelHash.HashedDataset implements CachedImages {
    private final Dataset data;
    private final int[] index;

    private Subset(Dataset data, int[] index) {
        this.data = data;
        this.index = index;
    }

    /**
     * The images with these indices, in this order.
     *
     * @throws IllegalArgumentException if an index is not one of {@code data}, or occurs twice
     */
    public static Subset of(Dataset data, int... index) {
        boolean[] taken = new boolean[data.size()];
        for (int i : index) {
            if (i < 0 || i >= taken.length) {
                throw new IllegalArgumentException("There is no image " + i + " among " + taken.length);
            }
            if (taken[i]) {
                throw new IllegalArgumentException("Image " + i + " (" + data.name(i) + ") occurs twice");
            }
            taken[i] = true;
        }
        return new Subset(data, index.clone());
    }

    /**
     * A random choice of {@code count} images in which every class keeps its share, in their original order.
     *
     * <p>A class with n of all N images gets floor(count·n/N). The classes with the largest remainders count·n mod N
     * get one more image each until there are {@code count}; of equal remainders the lower class comes first. Within
     * class c the images are the first of the permutation drawn from {@code run.random(purpose, c)}.
     *
     * @param count 0 to {@code data.size()}
     * @param purpose names the random choice, such as {@code "training images"}
     */
    public static Subset stratified(Dataset data, int count, Run run, String purpose) {
        requireCount(data, count);
        return new Subset(data, draw(data, count, run, purpose));
    }

    /**
     * A random choice of {@code count} images as {@link #stratified}, in their original order, that holds every smaller
     * choice with the same data, run and purpose.
     *
     * <p>All images stand in one order, and the first {@code count} of it are chosen. The images of class c are
     * permuted as {@code run.random(purpose, c)} says. Image j of them, from 0, of a class with n images stands at
     * (2j+1)/2n; of equal places the lower class comes first. So a class with n of all N images gets about count·n/N.
     *
     * @param count 0 to {@code data.size()}
     * @param purpose names the random choice
     */
    public static Subset nested(Dataset data, int count, Run run, String purpose) {
        requireCount(data, count);
        int[] labels = data.labels();
        int[][] members = members(labels, data.classes().size());
        int[] taken = new int[members.length];
        int[][] order = new int[members.length][];
        for (int c = 0; c < order.length; c++) {
            order[c] = run.random(purpose, c).permutation(members[c].length);
        }
        int[] chosen = new int[count];
        for (int n = 0; n < count; n++) {
            int next = -1;
            for (int c = 0; c < members.length; c++) {
                // (2j+1)/2n < (2j'+1)/2n', as whole numbers.
                boolean earlier = taken[c] < members[c].length
                        && (next < 0
                                || (2L * taken[c] + 1) * members[next].length
                                        < (2L * taken[next] + 1) * members[c].length);
                next = earlier ? c : next;
            }
            chosen[n] = members[next][order[next][taken[next]++]];
        }
        Arrays.sort(chosen);
        return new Subset(data, chosen);
    }

    private static void requireCount(Dataset data, int count) {
        if (count < 0 || count > data.size()) {
            throw new IllegalArgumentException(
                    "A choice among " + data.size() + " images has 0 to " + data.size() + " of them, got " + count);
        }
    }

    /** The indices of the images in the data set they are from. */
    public int[] indices() {
        return index.clone();
    }

    /** The data set that its images are from and that is no subset itself. */
    Dataset root() {
        return data instanceof Subset outer ? outer.root() : data;
    }

    /** The indices of the images in {@link #root}. */
    int[] numbersInRoot() {
        int[] numbers = index.clone();
        if (data instanceof Subset outer) {
            int[] ofOuter = outer.numbersInRoot();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = ofOuter[numbers[i]];
            }
        }
        return numbers;
    }

    /** The images of {@code data} that are not in this subset of it, in their order. */
    public Subset complement() {
        boolean[] taken = new boolean[data.size()];
        for (int i : index) {
            taken[i] = true;
        }
        int[] rest = new int[data.size() - index.length];
        int n = 0;
        for (int i = 0; i < taken.length; i++) {
            if (!taken[i]) {
                rest[n++] = i;
            }
        }
        return new Subset(data, rest);
    }

    private static int[] draw(Dataset data, int count, Run run, String purpose) {
        int[] labels = data.labels();
        int[][] members = members(labels, data.classes().size());
        int[] inClass = Arrays.stream(members).mapToInt(of -> of.length).toArray();
        int[] quota = quotas(inClass, labels.length, count);
        int[] chosen = new int[count];
        int n = 0;
        for (int c = 0; c < inClass.length; c++) {
            int[] order = run.random(purpose, c).permutation(members[c].length);
            for (int k = 0; k < quota[c]; k++) {
                chosen[n++] = members[c][order[k]];
            }
        }
        Arrays.sort(chosen);
        return chosen;
    }

    /** The indices of the images of each class, in their order. */
    private static int[][] members(int[] labels, int classes) {
        int[] inClass = new int[classes];
        for (int label : labels) {
            inClass[label]++;
        }
        int[][] members = new int[classes][];
        for (int c = 0; c < classes; c++) {
            members[c] = new int[inClass[c]];
        }
        int[] filled = new int[classes];
        for (int i = 0; i < labels.length; i++) {
            members[labels[i]][filled[labels[i]]++] = i;
        }
        return members;
    }

    /** The method of the largest remainder (Hamilton). A class never gets more than it has, since count ≤ N. */
    static int[] quotas(int[] inClass, int all, int count) {
        int classes = inClass.length;
        int[] quota = new int[classes];
        long[] remainder = new long[classes];
        int given = 0;
        for (int c = 0; c < classes; c++) {
            long share = (long) count * inClass[c];
            quota[c] = (int) (share / all);
            remainder[c] = share % all;
            given += quota[c];
        }
        for (; given < count; given++) {
            int most = 0;
            for (int c = 1; c < classes; c++) {
                if (remainder[c] > remainder[most]) {
                    most = c;
                }
            }
            quota[most]++;
            remainder[most] = -1;
        }
        return quota;
    }

    @Override
    public int size() {
        return index.length;
    }

    @Override
    public Planar<GrayU8> image(int i) {
        return data.image(at(i));
    }

    @Override
    public int label(int i) {
        return data.label(at(i));
    }

    @Override
    public String name(int i) {
        return data.name(at(i));
    }

    @Override
    public List<String> classes() {
        return data.classes();
    }

    @Override
    public ImageCache cache() {
        return data instanceof CachedImages cached ? cached.cache() : null;
    }

    @Override
    public String contentKey(int i) {
        return data instanceof CachedImages cached ? cached.contentKey(at(i)) : null;
    }

    private int at(int i) {
        return index[Objects.checkIndex(i, index.length)];
    }
}
