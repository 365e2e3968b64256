#!/usr/bin/env bash
# A server that says until when it wants to be left alone is answered with a FormatException; its status and reason are lost.
#
# Version:  InfluxDB.Client 5.1.0
# Input:    a server that answers a write with 503, a reason in JSON, and Retry-After: a number; a date (RFC 9110, 10.2.3 allows both); a number
#           above 2,147,483,647
# Expected: ServiceUnavailableException three times, the first and second with the time to wait
# Seen:     120: ServiceUnavailableException, wait 120 s
#           Wed, 21 Oct 2026 07:28:00 GMT: FormatException
#           99999999999: OverflowException
# Source:   HttpException.Create: Convert.ToInt32(retryHeader.Value), unguarded; every refusal goes through it
# So:       neither "catch (InfluxException)" nor "catch (HttpException)" around a call is enough. WriteApi, the client's own batching, meets
#           the same exception on a thread where nobody can catch it: there it ended the whole process (seen once, not run here).
#           Rewrite the header in a handler before the client sees the answer.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >app.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="InfluxDB.Client" Version="[5.1.0]" />
    <PackageReference Include="Microsoft.Extensions.ObjectPool" Version="10.0.11" />
    <PackageReference Include="Microsoft.Net.Http.Headers" Version="2.3.13" />
  </ItemGroup>
</Project>
X
cat >Program.cs <<'X'
using System.Net;
using System.Net.Sockets;
using InfluxDB.Client;
using InfluxDB.Client.Api.Domain;
using InfluxDB.Client.Core.Exceptions;

using var probe = new TcpListener(IPAddress.Loopback, 0);
probe.Start();
var url = $"http://{probe.LocalEndpoint}/";
probe.Stop();
using var server = new HttpListener { Prefixes = { url } };
server.Start();
var wait = "";
_ = Task.Run(async () =>
{
    while (true)
    {
        var context = await server.GetContextAsync();
        context.Response.StatusCode = 503;
        context.Response.Headers["Retry-After"] = wait;
        context.Response.ContentType = "application/json";
        context.Response.Close("{\"code\":\"unavailable\",\"message\":\"starting\"}"u8.ToArray(), willBlock: true);
    }
});
using var client = new InfluxDBClient(url, "token");
foreach (var said in new[] { "120", "Wed, 21 Oct 2026 07:28:00 GMT", "99999999999" })
{
    wait = said;
    try
    {
        await client.GetWriteApiAsync().WriteRecordAsync("bin fill=1 1", WritePrecision.Ns, "estate", "estate");
        Console.WriteLine($"{said}: no exception");
    }
    catch (Exception failure)
    {
        Console.WriteLine($"{said}: {failure.GetType().Name}{(failure is HttpException { RetryAfter: { } seconds } ? $", wait {seconds} s" : "")}");
    }
}
Environment.Exit(0);
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "120: ServiceUnavailableException, wait 120 s
Wed, 21 Oct 2026 07:28:00 GMT: FormatException
99999999999: OverflowException" ] || { echo "This has changed."; exit 1; }
