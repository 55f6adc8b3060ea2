package dev.whittle.spark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;

/**
 * A cluster of Spark on this machine: a master and workers of one core each, all processes of their own, started from
 * the class path of the test, on the loopback device and free ports. They are stopped by {@link #close}, and they end
 * by themselves if this Java virtual machine ends without it.
 */
final class StandaloneCluster implements AutoCloseable {
    private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
    private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master");
    private static final long SECONDS = 120;
    /** What a worker offers beyond the heap of its executor, in MiB. */
    private static final int MORE_MEMORY = 88;

    private final Path folder;
    private final int executorMiB;
    /** All that were started. */
    private final List<Process> processes = new ArrayList<>();
    /** Those of the workers; null for one that was killed. */
    private final List<Process> workers = new ArrayList<>();

    private final String master;

    /**
     * @param folder for the files of all processes, such as a temporary one of the test
     * @param executorMiB the heap of an executor
     */
    StandaloneCluster(Path folder, int workers, int executorMiB) throws IOException {
        this.folder = folder;
        this.executorMiB = executorMiB;
        Files.createDirectories(folder.resolve("jars"));
        try {
            String[] at = {"--host", "127.0.0.1", "--port", "0", "--webui-port", "0"};
            master = awaited(reader(start("master", Master.class, at), MASTER));
            this.workers.addAll(Collections.nCopies(workers, null));
            replaceKilled();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts a worker for each that was killed, and waits until the master knows it. */
    synchronized void replaceKilled() throws IOException {
        List<CompletableFuture<String>> registered = new ArrayList<>();
        for (int i = 0; i < workers.size(); i++) {
            if (workers.get(i) == null) {
                String name = "worker" + processes.size();
                String memory = executorMiB + MORE_MEMORY + "m";
                String work = folder.resolve("work-of-" + name).toString();
                String[] args = {
                    "--host", "127.0.0.1", "--cores", "1", "--memory", memory, "--webui-port", "0", "-d", work, master
                };
                workers.set(i, start(name, Worker.class, args));
                registered.add(reader(workers.get(i), REGISTERED));
            }
        }
        for (CompletableFuture<String> one : registered) {
            awaited(one);
        }
    }

    private Process start(String name, Class<?> main, String... args) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                ClusterProcess.class.getName(),
                main.getName()));
        line.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(Files.createDirectories(folder.resolve(name)).toFile())
                .redirectErrorStream(true);
        builder.environment().put("CLASSPATH", classPath());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SPARK_HOME", folder.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_LOCAL_DIRS", folder.resolve("local").toString());
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /** The processes are started in folders of their own, so paths are absolute. */
    private static String classPath() {
        String entries = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(entries.split(File.pathSeparator))
                .map(entry -> new File(entry).getAbsolutePath())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Reads all that a process prints; completes with the first group, or all, of the first match. */
    private static CompletableFuture<String> reader(Process process, Pattern pattern) {
        CompletableFuture<String> found = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            StringBuilder all = new StringBuilder();
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    Matcher match = pattern.matcher(line);
                    if (match.find()) {
                        found.complete(match.group(match.groupCount()));
                    } else if (!found.isDone()) {
                        all.append(line).append('\n');
                    }
                }
            } catch (IOException e) {
                all.append(e);
            }
            found.completeExceptionally(new IOException("A process of the cluster ended:\n" + all));
        });
        thread.setDaemon(true);
        thread.start();
        return found;
    }

    private static String awaited(CompletableFuture<String> found) throws IOException {
        try {
            return found.get(SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IOException("The cluster did not start within " + SECONDS + " s: " + e.getMessage(), e);
        }
    }

    /** The configuration of a program on this cluster: executors of one core with a bounded heap. */
    SparkConf conf() {
        return new SparkConf()
                .setMaster(master)
                .setAppName("whittle test")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.ui.enabled", "false")
                .set("spark.log.level", "ERROR")
                .set("spark.executor.memory", executorMiB + "m")
                .set("spark.executor.extraClassPath", classPath())
                .set(
                        "spark.executor.extraJavaOptions",
                        "--add-modules jdk.incubator.vector -Djava.awt.headless=true -XX:+UseSerialGC")
                .set("spark.serializer.objectStreamReset", "1")
                .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
                .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "60s")
                .set("spark.cores.max", Integer.toString(workers.size()))
                .set("spark.default.parallelism", Integer.toString(workers.size()));
    }

    /** Kills a worker and its executor with SIGKILL. */
    synchronized void kill(int worker) {
        kill(workers.set(worker, null));
    }

    /** The ids of all processes, executors included, that are alive. */
    List<Long> alive() {
        return processes.stream()
                .flatMap(process -> Stream.concat(Stream.of(process.toHandle()), process.descendants()))
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .toList();
    }

    /** The ids of all processes that were started, and of their executors that are alive. */
    List<Long> started() {
        return Stream.concat(
                        processes.stream().map(Process::pid),
                        processes.stream().flatMap(Process::descendants).map(ProcessHandle::pid))
                .toList();
    }

    private static void kill(Process process) {
        List<ProcessHandle> executors = process.descendants().toList();
        process.destroyForcibly();
        executors.forEach(ProcessHandle::destroyForcibly);
    }

    /** Kills all processes, executors included, and waits for their end. */
    @Override
    public void close() {
        List<ProcessHandle> all = processes.stream()
                .flatMap(process -> Stream.concat(Stream.of(process.toHandle()), process.descendants()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : all) {
            try {
                process.onExit().get(SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("Process " + process.pid() + " of the cluster does not end", e);
            }
        }
    }
}
