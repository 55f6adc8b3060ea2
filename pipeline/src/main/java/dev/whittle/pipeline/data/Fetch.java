package dev.whittle.pipeline.data;

import dev.whittle.feature.Run;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Downloads published data sets, compares them with the published checksums and puts them where {@link DataPlaces}
 * finds them. Files that are there with the right checksum are not downloaded again. An interrupted download continues
 * where it stopped.
 */
public final class Fetch {
    private static final String CIFAR = "https://www.cs.toronto.edu/~kriz/";

    private Fetch() {}

    /**
     * A published file.
     *
     * @param length in bytes, or -1 if only the archive around it is checked
     * @param md5 in lower-case hex, or null if only the archive around it is checked
     */
    public record RemoteFile(String name, long length, String md5) {
        /** A file of which only the presence is checked. */
        static RemoteFile unchecked(String name) {
            return new RemoteFile(name, -1, null);
        }

        boolean isIn(Path folder) throws IOException {
            Path file = folder.resolve(name);
            return Files.isRegularFile(file)
                    && (length < 0 || Files.size(file) == length)
                    && (md5 == null || Download.md5(file).equals(md5));
        }
    }

    /**
     * A published data set.
     *
     * @param base the address of the folder that has the files or the archive
     * @param folder where the files go within a data folder, and where they are within the archive
     * @param archive the {@code .tar.gz} that holds the files, or null if they are published one by one
     */
    public record RemoteSet(String name, URI base, String folder, RemoteFile archive, List<RemoteFile> files) {
        public RemoteSet {
            files = List.copyOf(files);
            if (!base.getPath().endsWith("/")) {
                base = URI.create(base + "/");
            }
        }

        /** The same set from another server. */
        public RemoteSet from(URI mirror) {
            return new RemoteSet(name, mirror, folder, archive, files);
        }
    }

    /**
     * What a fetch did.
     *
     * @param folder the folder of the data set
     * @param fetched the files that were missing before, or were not right; empty if the data set was complete
     */
    public record Fetched(Path folder, List<String> fetched) {
        public Fetched {
            fetched = List.copyOf(fetched);
        }

        @Override
        public String toString() {
            return fetched.isEmpty()
                    ? folder + " is complete already; nothing to do"
                    : folder + " is complete; fetched " + String.join(", ", fetched);
        }
    }

    /** The names of the sets that {@link #published} knows. */
    public static final List<String> NAMES = List.of("cifar10", "cifar100", "mnist", "fashion-mnist");

    /**
     * A data set as published, with the lengths and checksums its publishers give.
     *
     * @throws IllegalArgumentException if the name is none of {@link #NAMES}
     */
    public static RemoteSet published(String name) {
        return switch (name) {
            case "cifar10" ->
                new RemoteSet(
                        name,
                        URI.create(CIFAR),
                        Cifar.CIFAR_10_FOLDER,
                        new RemoteFile("cifar-10-binary.tar.gz", 170_052_171, "c32a1d4ab5d03f1284b67883e8d87530"),
                        List.of(
                                new RemoteFile("data_batch_1.bin", 30_730_000, "5dd7e06a14cb22eb9f671a540d1b7c25"),
                                new RemoteFile("data_batch_2.bin", 30_730_000, "5ea93a67294ea407fff1d09f752e9692"),
                                new RemoteFile("data_batch_3.bin", 30_730_000, "942cd6a4bcdd0dd3c604fbe906cb4421"),
                                new RemoteFile("data_batch_4.bin", 30_730_000, "ae636b3ba5c66a11e91e8cb52e771fcb"),
                                new RemoteFile("data_batch_5.bin", 30_730_000, "53f37980c15c3d472c316c40844f3f0d"),
                                new RemoteFile("test_batch.bin", 30_730_000, "803d5f7f4d78ea53de84dbe85f74fb6d"),
                                RemoteFile.unchecked("batches.meta.txt")));
            case "cifar100" ->
                new RemoteSet(
                        name,
                        URI.create(CIFAR),
                        Cifar.CIFAR_100_FOLDER,
                        new RemoteFile("cifar-100-binary.tar.gz", 168_513_733, "03b5dce01913d631647c71ecec9e9cb8"),
                        List.of(
                                new RemoteFile("train.bin", 153_700_000, null),
                                new RemoteFile("test.bin", 30_740_000, null),
                                RemoteFile.unchecked("fine_label_names.txt")));
            case "mnist" ->
                new RemoteSet(
                        name,
                        URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
                        "mnist",
                        null,
                        List.of(
                                new RemoteFile(
                                        "train-images-idx3-ubyte.gz", 9_912_422, "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
                                new RemoteFile(
                                        "train-labels-idx1-ubyte.gz", 28_881, "d53e105ee54ea40749a09fcbcd1e9432"),
                                new RemoteFile(
                                        "t10k-images-idx3-ubyte.gz", 1_648_877, "9fb629c4189551a2d022fa330f9573f3"),
                                new RemoteFile(
                                        "t10k-labels-idx1-ubyte.gz", 4_542, "ec29112dd5afa0611ce80d1b7f02629c")));
            case "fashion-mnist" ->
                new RemoteSet(
                        name,
                        URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
                        "fashion-mnist",
                        null,
                        List.of(
                                new RemoteFile(
                                        "train-images-idx3-ubyte.gz", 26_421_880, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
                                new RemoteFile(
                                        "train-labels-idx1-ubyte.gz", 29_515, "25c81989df183df01b3e8a0aad5dffbe"),
                                new RemoteFile(
                                        "t10k-images-idx3-ubyte.gz", 4_422_102, "bef4ecab320f06d8554ea6380940ec79"),
                                new RemoteFile(
                                        "t10k-labels-idx1-ubyte.gz", 5_148, "bb300cfdad3c16e7a12a480ee83cd310")));
            default ->
                throw new IllegalArgumentException(
                        "Known data sets are " + String.join(", ", NAMES) + "; got '" + name + "'");
        };
    }

    /**
     * Downloads what is missing of a data set.
     *
     * @param place the data folder to write to, usually {@link DataPlaces#target()}; created if absent
     * @throws IOException with the address or the path, and what went wrong there
     */
    public static Fetched fetch(RemoteSet set, Path place, Run run) throws IOException {
        return fetch(set, place, Download.Patience.defaults(), run);
    }

    static Fetched fetch(RemoteSet set, Path place, Download.Patience patience, Run run) throws IOException {
        Path folder = place.resolve(set.folder());
        List<RemoteFile> missing = new ArrayList<>();
        for (RemoteFile file : set.files()) {
            if (!file.isIn(folder)) {
                missing.add(file);
            }
        }
        if (!missing.isEmpty()) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw Download.unwritable(folder, e);
            }
            HttpClient client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(patience.stall())
                    .build();
            if (set.archive() == null) {
                for (RemoteFile file : missing) {
                    download(client, patience, set, file, folder, run);
                }
            } else {
                if (!set.archive().isIn(place)) {
                    download(client, patience, set, set.archive(), place, run);
                }
                unpack(place.resolve(set.archive().name()), folder, missing);
            }
        }
        return new Fetched(folder, missing.stream().map(RemoteFile::name).toList());
    }

    private static void download(
            HttpClient client, Download.Patience patience, RemoteSet set, RemoteFile file, Path folder, Run run)
            throws IOException {
        new Download(
                        client,
                        patience,
                        set.base().resolve(file.name()),
                        folder.resolve(file.name()),
                        file.length(),
                        file.md5(),
                        run)
                .run();
    }

    /**
     * Unpacks the files beside their places, checks them, and only then moves them to their places. The archive is
     * removed at the end.
     */
    private static void unpack(Path archive, Path folder, List<RemoteFile> files) throws IOException {
        String beside = ".unpacking";
        Map<String, Path> targets = new LinkedHashMap<>();
        for (RemoteFile file : files) {
            targets.put(folder.getFileName() + "/" + file.name(), folder.resolve(file.name() + beside));
        }
        try {
            Tar.unpack(archive, targets);
            for (RemoteFile file : files) {
                RemoteFile unpacked = new RemoteFile(file.name() + beside, file.length(), file.md5());
                if (!unpacked.isIn(folder)) {
                    throw new IOException(archive + ": the file " + file.name() + " in it does not have the published "
                            + (file.md5() == null ? "length of " + file.length() + " bytes" : "md5 " + file.md5()));
                }
            }
            for (RemoteFile file : files) {
                Download.move(folder.resolve(file.name() + beside), folder.resolve(file.name()));
            }
        } finally {
            for (Path left : targets.values()) {
                Files.deleteIfExists(left);
            }
        }
        Files.delete(archive);
    }
}
