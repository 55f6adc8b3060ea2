package dev.whittle.pipeline.data;

import dev.whittle.feature.ImageShape;
import dev.whittle.feature.data.ImageCache;
import dev.whittle.feature.file.FileNames;
import dev.whittle.feature.image.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where data sets lie. They are looked for in the folder given with {@code --data}, then in {@code $WHITTLE_DATA}, then
 * in {@code ${XDG_CACHE_HOME:-$HOME/.cache}/whittle/data}; the first of these that has the data set's folder is used.
 * It also says how folders of images are opened.
 */
public final class DataPlaces {
    /** How large the cache of decoded images may become. */
    private static final long CACHE_BYTES = 4L << 30;

    private final Path asked;
    /** What {@code ~} stands for. */
    private final Path home;

    private final List<Path> places;
    /** Null for none. */
    private final ImageCache cache;

    private final boolean skipBad;
    private final long maxPixels;
    private final Function<ImageShape, Optional<String>> problem;

    private DataPlaces(
            Path asked,
            Path home,
            List<Path> places,
            ImageCache cache,
            boolean skipBad,
            long maxPixels,
            Function<ImageShape, Optional<String>> problem) {
        this.asked = asked;
        this.home = home;
        this.places = places;
        this.cache = cache;
        this.skipBad = skipBad;
        this.maxPixels = maxPixels;
        this.problem = problem;
    }

    /** The same places; decoded images of folders are kept in a cache. */
    public DataPlaces withCache(ImageCache newCache) {
        return new DataPlaces(asked, home, places, newCache, skipBad, maxPixels, problem);
    }

    /** The same places; {@code skip} says that files which are no usable images are left out and listed. */
    public DataPlaces withSkipBad(boolean skip) {
        return new DataPlaces(asked, home, places, cache, skip, maxPixels, problem);
    }

    /** The same places; image files may have so many pixels, at most {@link ImageFile#MOST_PIXELS}. */
    public DataPlaces withMaxPixels(long most) {
        return new DataPlaces(asked, home, places, cache, skipBad, most, problem);
    }

    /**
     * The same places; images of shapes that have a problem cannot be used either, unless all have one.
     *
     * @param newProblem what is wrong with images of a shape, such as that a feature is not defined for them
     */
    public DataPlaces withProblem(Function<ImageShape, Optional<String>> newProblem) {
        return new DataPlaces(asked, home, places, cache, skipBad, maxPixels, newProblem);
    }

    /**
     * The same places; decoded images of folders are kept in {@code whittle/images} in {@code $XDG_CACHE_HOME}, else in
     * {@code ~/.cache}.
     */
    public DataPlaces withSystemCache() {
        Path data = places.get(places.size() - 1);
        return withCache(new ImageCache(data.resolveSibling("images"), CACHE_BYTES));
    }

    ImageCache cache() {
        return cache;
    }

    Function<ImageShape, Optional<String>> problem() {
        return problem;
    }

    long maxPixels() {
        return maxPixels;
    }

    boolean skipBad() {
        return skipBad;
    }

    /**
     * The places for an environment. An empty variable counts as absent.
     *
     * @param asked the value of {@code --data}, or null
     * @param home used where the environment has no {@code HOME}
     */
    public static DataPlaces of(Path asked, Map<String, String> environment, Path home) {
        List<Path> places = new ArrayList<>();
        if (asked != null) {
            places.add(asked);
        }
        String whittleData = environment.getOrDefault("WHITTLE_DATA", "");
        if (!whittleData.isEmpty()) {
            places.add(Path.of(whittleData));
        }
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        String userHome = environment.getOrDefault("HOME", "");
        Path ofUser = userHome.isEmpty() ? home : Path.of(userHome);
        Path base = cache.isEmpty() ? ofUser.resolve(".cache") : Path.of(cache);
        places.add(base.resolve("whittle").resolve("data"));
        return new DataPlaces(
                asked, ofUser, List.copyOf(places), null, false, ImageFile.MAX_PIXELS, shape -> Optional.empty());
    }

    /**
     * The places for this process.
     *
     * @param asked the value of {@code --data}, or null
     */
    public static DataPlaces ofSystem(Path asked) {
        return of(asked, System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /** All places, in the order in which they are searched. */
    public List<Path> places() {
        return places;
    }

    /** Where a download goes: the first place. */
    public Path target() {
        return places.get(0);
    }

    /**
     * The folder of a data set in the first place that has it.
     *
     * @param what names the data set in the message
     * @param folder relative to a place; an absolute path is taken as it is, and {@code ~/} is the home folder
     * @param steps how to get the data set
     * @throws IOException if no place has it: where it was looked for, and the steps
     */
    Path find(String what, String folder, String steps) throws IOException {
        if (asked != null && !Files.isDirectory(asked)) {
            throw new IOException("--data " + asked + " is no folder");
        }
        Path relative = FileNames.path(folder.startsWith("~/") ? home + folder.substring(1) : folder);
        StringBuilder lookedFor = new StringBuilder();
        for (Path place : places) {
            Path found = place.resolve(relative);
            if (Files.isDirectory(found) && holdsFiles(found)) {
                return found;
            }
            lookedFor.append("\n  ").append(found);
            if (relative.isAbsolute()) {
                break;
            }
        }
        if (relative.isAbsolute() && Files.isDirectory(relative)) {
            throw new IOException(relative + ": the folder is empty; " + steps);
        }
        throw new IOException("There is no data set " + what + ". Looked for" + lookedFor
                + (Files.isDirectory(relative)
                        ? "\nThere is a folder " + relative + " here: give --data . to use it"
                        : "\nTo get it, " + steps));
    }

    /**
     * Whether there is anything in a folder but what a broken download left; an empty folder hides no data set
     * elsewhere.
     */
    private static boolean holdsFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(f -> !f.getFileName().toString().endsWith(".part"));
        }
    }

    /** The steps to get a data set that {@link Fetch} knows. */
    String fetchSteps(String set) {
        return "run: whittle fetch " + set + (asked == null ? "" : " --data '" + asked + "'");
    }

    /**
     * The first of several files that exists in the folder of a data set.
     *
     * @throws IOException if none does
     */
    static Path file(Path folder, String steps, String... names) throws IOException {
        for (String name : names) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw new IOException("The data set in " + folder + " is incomplete: there is no " + String.join(" or ", names)
                + "\nTo get it, " + steps);
    }
}
