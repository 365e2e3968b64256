using Xunit.v3;

// Most wait for processes; the site's tests run beside them.
[assembly: Parallelization(MaxThreads = 2)]
