#!/usr/bin/env bash
# A host run inside a System.CommandLine action is ended two seconds after SIGTERM, however long the host allows its services to stop.
#
# Version:  System.CommandLine 3.0.0, Microsoft.Extensions.Hosting 10.0.12
# Input:    an action that runs a generic host with the action's cancellation token; one service needs 4 s in StopAsync, which the host's own
#           ShutdownTimeout (30 s) allows; SIGTERM once the host has started
# Expected: the token is cancelled, the host stops its services, the action returns 0 after 4 s, and so does the process
# Seen:     the process ends after 2 s with 143 (128 + SIGTERM), in the middle of StopAsync; what comes behind it (here a last line) never runs:
#             status 143, last line: stopping
#           With ProcessTerminationTimeout set above the host's limit:
#             status 0, last line: stopped
# Source:   System.CommandLine: InvocationConfiguration.ProcessTerminationTimeout is 2 s unless set; ProcessTerminationHandler sets the exit
#           code 143 when the action has not ended by then. Two time-outs that know nothing of each other; the shorter wins.
# So:       a service under a supervisor looks as if it had failed on every slow stop; set the time-out of the command line above the host's.
set -euo pipefail
work="$(mktemp -d)"
trap 'kill -9 "${app:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
cat >app.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="System.CommandLine" Version="[3.0.0]" />
    <PackageReference Include="Microsoft.Extensions.Hosting" Version="[10.0.12]" />
  </ItemGroup>
</Project>
X
cat >Program.cs <<'X'
using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var seconds = new Option<int>("--patience") { DefaultValueFactory = _ => 0 };
var command = new RootCommand { seconds };
command.SetAction(async (_, stop) =>
{
    var builder = Host.CreateEmptyApplicationBuilder(new());
    builder.Services.AddHostedService<Slow>();
    using var host = builder.Build();
    await host.StartAsync(stop);
    Console.WriteLine("started");
    await host.WaitForShutdownAsync(stop);
    return 0;
});
var parsed = command.Parse(args);
var settings = new InvocationConfiguration();
if (parsed.GetValue(seconds) is > 0 and var patience)
    settings.ProcessTerminationTimeout = TimeSpan.FromSeconds(patience);
return await parsed.InvokeAsync(settings);

sealed class Slow : IHostedService
{
    public Task StartAsync(CancellationToken stop) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken stop)
    {
        Console.WriteLine("stopping");
        await Task.Delay(4000, CancellationToken.None);
        Console.WriteLine("stopped");
    }
}
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
ended() {
  local status=0
  dotnet out/app.dll "$@" >said.txt &
  app=$!
  for _ in $(seq 300); do ! grep -q started said.txt || break; read -rt 0.1 <> <(:) || true; done
  kill -TERM "$app"
  wait "$app" || status=$?
  echo "status $status, last line: $(tail -1 said.txt)"
}
default="$(ended)" patient="$(ended --patience 35)"
echo "$default"
echo "$patient"
[ "$default" = "status 143, last line: stopping" ] && [ "$patient" = "status 0, last line: stopped" ] || { echo "This has changed."; exit 1; }
