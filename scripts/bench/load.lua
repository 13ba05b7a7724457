-- What wrk sends: pages of the portal at random, each by somebody signed in; and, of every hundred requests, so many
-- that write. Half of what is written is a clause saved as one goes on, by one writer at a time in each thread, who
-- opens it and then sends the revision that the portal answered last; the other half is comments.
--
-- Arguments: the file of requests that scripts/bench/people.py wrote, and how many of a hundred requests write.

local threads = {}

function setup(thread)
   thread:set("number", #threads)
   table.insert(threads, thread)
end

function init(args)
   plan = dofile(args[1])
   share = tonumber(args[2])
   math.randomseed(number * 7919 + 17)
   clause = plan.clauses[number % #plan.clauses + 1]
   waiting, counted, revision = false, 0, nil
   reads, saves, comments, refused, failed, told = 0, 0, 0, 0, 0, ""
end

local function one_of(list)
   return list[math.random(#list)]
end

local function name()
   local made = string.gsub("xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx", "x", function()
      return string.format("%x", math.random(0, 15))
   end)
   return made
end

local function opened()
   waiting, reads = true, reads + 1
   return wrk.format("GET", clause.page, {["Cookie"] = clause.cookie})
end

local function saved()
   waiting, counted, saves = true, counted + 1, saves + 1
   local body = string.format('{"revision": %d, "body": "<p>%s Written %d times.</p>"}', revision, clause.words, counted)
   local headers = {["Cookie"] = clause.cookie, ["X-CSRFToken"] = clause.csrf, ["Content-Type"] = "application/json"}
   return wrk.format("POST", clause.path, headers, body)
end

local function commented()
   comments = comments + 1
   local said = one_of(plan.comments)
   local body = said.body .. "&nonce=" .. name()
   local headers = {["Cookie"] = said.cookie, ["Content-Type"] = "application/x-www-form-urlencoded"}
   return wrk.format("POST", said.path, headers, body)
end

function request()
   if math.random(100) <= share then
      if not waiting and math.random(2) == 1 then return revision and saved() or opened() end
      return commented()
   end
   reads = reads + 1
   local page = one_of(plan.pages)
   return wrk.format("GET", page.path, {["Cookie"] = page.cookie})
end

function response(status, headers, body)
   if status >= 400 then
      if status >= 500 then failed = failed + 1 else refused = refused + 1 end
      if told == "" then told = status .. " " .. string.sub(string.gsub(body, "[%c\"\\]", " "), 1, 300) end
   end
   local answered = string.match(body, '^{"revision": (%d+), "saved"')
   if not answered and not revision and string.find(body, clause.path, 1, true) then
      answered = string.match(body, 'name="revision"[^>]-value="(%d+)"')
   end
   if answered then
      revision, waiting = tonumber(answered), false
   end
end

function done(summary, latency, requests)
   local sums, told = {}, ""
   for _, what in ipairs({"reads", "saves", "comments", "refused", "failed"}) do sums[what] = 0 end
   for _, thread in ipairs(threads) do
      for what in pairs(sums) do sums[what] = sums[what] + thread:get(what) end
      if told == "" then told = thread:get("told") end
   end
   local broken = summary.errors
   io.write(string.format(
      '\n{"requests": %d, "microseconds": %d, "p50": %.3f, "p95": %.3f, "reads": %d, "saves": %d, "comments": %d, ' ..
      '"refused": %d, "failed": %d, "connect": %d, "read": %d, "write": %d, "timeout": %d, "told": "%s"}\n',
      summary.requests, summary.duration, latency:percentile(50) / 1000, latency:percentile(95) / 1000,
      sums.reads, sums.saves, sums.comments, sums.refused, sums.failed,
      broken.connect, broken.read, broken.write, broken.timeout, told))
end
